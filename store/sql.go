package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// querier is what *sql.DB and *sql.Tx share.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Bounds of one statement: SQLite takes 32,766 arguments, PostgreSQL 65,535.
// Fewer keep the statements' text small; the driver of SQLite looks each numbered
// argument up in a list. maxRows is a power of two.
const (
	maxIn   = 128
	maxRows = 64
)

// insert writes rows with few statements. head is "INSERT INTO t (a, b)", tail
// what follows the values. Each statement takes a power of two of rows, so that
// the same few are prepared once and used again.
func (c *change) insert(ctx context.Context, head string, columns int, rows [][]any, tail string) error {
	for size := maxRows; size > 0; size /= 2 {
		for len(rows) >= size {
			args := make([]any, 0, size*columns)
			for _, r := range rows[:size] {
				args = append(args, r...)
			}
			if err := c.exec(ctx, statement{head, tail, size, columns, c.db.at.postgres()}, args); err != nil {
				return err
			}
			rows = rows[size:]
		}
	}
	return nil
}

// insertKeys writes rows of which the first column is a key, in the order of the
// keys: neighbours lie on the same pages of the table and its index.
func insertKeys[K cmp.Ordered](ctx context.Context, c *change, head string, columns int, rows [][]any, tail string) error {
	slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(K), b[0].(K)) })
	return c.insert(ctx, head, columns, rows, tail)
}

// statement describes an insertion of several rows; without rows it is the query
// that head gives.
type statement struct {
	head, tail    string
	rows, columns int
	postgres      bool
}

// String gives the SQL. SQLite binds arguments without a number faster.
func (s statement) String() string {
	if s.rows == 0 {
		return s.head
	}
	if !s.postgres {
		row := "(" + strings.Repeat("?, ", s.columns-1) + "?)"
		return s.head + " VALUES " + strings.Repeat(row+", ", s.rows-1) + row + " " + s.tail
	}
	return s.head + " VALUES " + placeholders(s.rows, s.columns, 0) + " " + s.tail
}

// exec runs a statement. SQLite's parser costs as much as the work, so there the
// statements that were needed before are prepared; the driver of PostgreSQL keeps
// prepared statements itself.
func (c *change) exec(ctx context.Context, s statement, args []any) error {
	if stmt := c.db.prepared.get(s); stmt != nil {
		_, err := c.tx.StmtContext(ctx, stmt).ExecContext(ctx, args...)
		return err
	}
	_, err := c.tx.ExecContext(ctx, s.String(), args...)
	return err
}

// QueryContext runs a query, prepared as the statements of exec are.
func (c *change) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := c.db.prepared.get(statement{head: query}); stmt != nil {
		return c.tx.StmtContext(ctx, stmt).QueryContext(ctx, args...)
	}
	return c.tx.QueryContext(ctx, query, args...)
}

// ExecContext runs a statement that is not worth preparing.
func (c *change) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return c.tx.ExecContext(ctx, query, args...)
}

// statements are prepared ones, and those that were needed and are to be
// prepared before the next transaction: during one, the only connection that
// writes is taken.
type statements struct {
	mu     sync.Mutex
	ready  map[statement]*sql.Stmt
	wanted []statement
}

// maxWanted bounds the list; PostgreSQL never works it off.
const maxWanted = 256

// get gives a prepared statement, nil when it is not ready.
func (p *statements) get(s statement) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	stmt := p.ready[s]
	if stmt == nil && len(p.wanted) < maxWanted {
		p.wanted = append(p.wanted, s)
	}
	return stmt
}

// prepare makes the wanted statements ready. It waits for the connection without
// the lock, which the transaction that has the connection needs in get.
func (p *statements) prepare(ctx context.Context, db *sql.DB) error {
	p.mu.Lock()
	wanted := p.wanted
	p.wanted = nil
	p.mu.Unlock()
	for _, s := range wanted {
		stmt, err := db.PrepareContext(ctx, s.String())
		if err != nil {
			return err
		}
		p.keep(s, stmt)
	}
	return nil
}

// keep takes a statement that is ready; one that is there already stays.
func (p *statements) keep(s statement, stmt *sql.Stmt) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ready == nil {
		p.ready = map[statement]*sql.Stmt{}
	}
	if p.ready[s] != nil {
		_ = stmt.Close()
		return
	}
	p.ready[s] = stmt
}

// close ends them.
func (p *statements) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, stmt := range p.ready {
		_ = stmt.Close()
	}
	p.ready = nil
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
