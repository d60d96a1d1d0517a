package store

import (
	"context"
	"database/sql"
	"fmt"

	"evidelic/study"
)

// Flow counts the library's records by source and its duplicates by the rule that
// joined them; a join by an operator is under study.RuleOperator.
func (db *DB) Flow(ctx context.Context) (study.Flow, error) {
	var f study.Flow
	// One statement, so that all numbers are of one moment.
	duplicates := []study.FlowCount{}
	err := each(ctx, db.read, `SELECT 'source' AS part, source, COUNT(*) FROM records GROUP BY source
		UNION ALL SELECT 'rule', rule, COUNT(*) FROM joins WHERE frozen = 0 AND undone = 0 GROUP BY rule
		UNION ALL SELECT 'studies', '', COUNT(*) FROM studies WHERE state = 'live' ORDER BY 1, 2`, nil, func(rows *sql.Rows) error {
		var part string
		var c study.FlowCount
		if err := rows.Scan(&part, &c.Name, &c.N); err != nil {
			return err
		}
		switch part {
		case "rule":
			duplicates = append(duplicates, c)
		case "studies":
			f.Studies = c.N
		default:
			f.Sources = append(f.Sources, c)
			f.Records += c.N
		}
		return nil
	})
	if err != nil {
		return study.Flow{}, fmt.Errorf("flow of records: %w", explain(err))
	}
	f.Duplicates = withOperator(duplicates, f.Records-f.Studies)
	return f, nil
}

// withOperator adds the joins that the rules did not make: operators' verdicts tie
// pairs of records that are not always a study's first.
func withOperator(byRule []study.FlowCount, duplicates int) []study.FlowCount {
	for _, c := range byRule {
		duplicates -= c.N
	}
	if duplicates > 0 {
		byRule = append(byRule, study.FlowCount{Name: study.RuleOperator, N: duplicates})
	}
	return byRule
}
