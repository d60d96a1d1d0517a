package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// querier is what *sql.DB and *sql.Tx share.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Bounds of one statement: SQLite takes 32,766 arguments, PostgreSQL 65,535;
// fewer keep the statements' text small.
const (
	maxIn   = 512
	maxRows = 64
)

// insertRows writes rows with few statements. head is "INSERT INTO t (a, b)",
// tail what follows the values.
func insertRows(ctx context.Context, q querier, head string, columns int, rows [][]any, tail string) error {
	for len(rows) > 0 {
		n := min(len(rows), maxRows)
		args := make([]any, 0, n*columns)
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := q.ExecContext(ctx, head+" VALUES "+placeholders(n, columns, 0)+" "+tail, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// placeholders gives "($1, $2), ($3, $4)" for two rows of two columns, counting
// on from the arguments before them.
func placeholders(rows, columns, before int) string {
	var b strings.Builder
	b.Grow(rows * columns * 7)
	for n := range rows * columns {
		switch {
		case n == 0:
			b.WriteByte('(')
		case n%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(before + n + 1))
	}
	b.WriteByte(')')
	return b.String()
}

// eachIn runs a query with a list in it, in as many pieces as needed: %s stands
// where the list belongs, args are $1 and so on before it, and scan is called for
// every row.
func eachIn[T any](ctx context.Context, q querier, query string, args []any, list []T, scan func(*sql.Rows) error) error {
	for len(list) > 0 {
		n := min(len(list), maxIn)
		if err := queryIn(ctx, q, query, args, list[:n], scan); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// queryIn runs one piece. The list is filled up to a power of two with its last
// item, so that few different statements are prepared.
func queryIn[T any](ctx context.Context, q querier, query string, args []any, list []T, scan func(*sql.Rows) error) error {
	size := 1
	for size < len(list) {
		size *= 2
	}
	all := make([]any, 0, len(args)+size)
	all = append(all, args...)
	for i := range size {
		all = append(all, list[min(i, len(list)-1)])
	}
	return each(ctx, q, strings.ReplaceAll(query, "%s", placeholders(1, size, len(args))), all, scan)
}

// each calls scan for every row of a query.
func each(ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
