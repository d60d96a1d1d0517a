package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"evidelic/study"
)

// flowQuery counts, in one statement and so of one moment, what a flow consists
// of: records by source, joins by rule, studies by why they are out of scope and
// by their gravest notice. {records} and {studies} stand where a list of studies
// narrows it.
const flowQuery = `SELECT 'source' AS part, r.source, '', COUNT(*) FROM records r {records} GROUP BY r.source
	UNION ALL SELECT 'rule', j.rule, '', COUNT(*) FROM joins j {joins} j.frozen = 0 AND j.undone = 0 GROUP BY j.rule
	UNION ALL SELECT 'study', s.out_rule, s.notice, COUNT(*) FROM studies s WHERE s.state = 'live' {studies} GROUP BY s.out_rule, s.notice`

// Flow counts the library's records by source, its duplicates by the rule that
// joined them (a join by an operator is under study.RuleOperator), and the studies
// that are out of scope by rule.
func (db *DB) Flow(ctx context.Context) (study.Flow, error) {
	c := newFlowCounter(true)
	query := strings.NewReplacer("{records}", "", "{joins}", "WHERE", "{studies}", "").Replace(flowQuery)
	if err := each(ctx, db.read, query, nil, c.scan); err != nil {
		return study.Flow{}, fmt.Errorf("flow of records: %w", explain(err))
	}
	return c.flow(), nil
}

// FlowOf counts the same of the named studies and of the records that they were
// made of; unless scoped, none of them is out of scope. Studies that cannot be
// found are left out.
func (db *DB) FlowOf(ctx context.Context, ids []string, scoped bool) (study.Flow, error) {
	c := newFlowCounter(scoped)
	query := strings.NewReplacer("{records}", "WHERE r.study IN %s",
		"{joins}", "JOIN records r ON r.id = j.a WHERE r.study IN %s AND", "{studies}", "AND s.id IN %s").Replace(flowQuery)
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if err := eachIn(ctx, db.read, query, nil, ids, c.scan); err != nil {
		return study.Flow{}, fmt.Errorf("flow of records of %d studies: %w", len(ids), explain(err))
	}
	return c.flow(), nil
}

// flowCounter adds up what the statements of a flow count.
type flowCounter struct {
	scoped  bool
	parts   map[string]map[string]int
	studies int
}

func newFlowCounter(scoped bool) *flowCounter {
	return &flowCounter{scoped: scoped, parts: map[string]map[string]int{"source": {}, "rule": {}, "out": {}, "notice": {}}}
}

func (c *flowCounter) scan(rows *sql.Rows) error {
	var part, name, notice string
	var n int
	if err := rows.Scan(&part, &name, &notice, &n); err != nil {
		return err
	}
	switch {
	case part != "study":
		c.parts[part][name] += n
		return nil
	case c.scoped && name != "":
		c.parts["out"][name] += n
	case notice != "":
		c.parts["notice"][notice] += n
	}
	c.studies += n
	return nil
}

// flow gives what was counted, each part in the order of names. Operators'
// verdicts tie pairs of records that are not always a study's first, so their
// joins are what the rules' leave over.
func (c *flowCounter) flow() study.Flow {
	f := study.Flow{Sources: c.counts("source"), Duplicates: c.counts("rule"), OutOfScope: c.counts("out"),
		Noticed: c.counts("notice"), Studies: c.studies}
	f.Records, f.Included = study.Sum(f.Sources), f.Studies-study.Sum(f.OutOfScope)
	if n := f.Records - f.Studies - study.Sum(f.Duplicates); n > 0 {
		f.Duplicates = append(f.Duplicates, study.FlowCount{Name: study.RuleOperator, N: n})
	}
	return f
}

func (c *flowCounter) counts(part string) []study.FlowCount {
	out := []study.FlowCount{}
	for name, n := range c.parts[part] {
		out = append(out, study.FlowCount{Name: name, N: n})
	}
	slices.SortFunc(out, func(a, b study.FlowCount) int { return strings.Compare(a.Name, b.Name) })
	return out
}
