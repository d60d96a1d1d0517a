package store

import (
	"context"
	"fmt"

	"evidelic/study"
)

// settle stores changed records and makes their studies anew: it gathers every
// record that could belong together with one of them, partitions, gives each
// group its id, merges, and stores what became different.
func (c *change) settle(ctx context.Context, dirty []*row) error {
	if len(dirty) == 0 {
		return nil
	}
	// Compressing goes on beside the database's work.
	packing := background(len(dirty), func(i int) error { dirty[i].pack(&c.db.packer); return nil })
	defer packing()
	cl, err := c.closure(ctx, dirty)
	if err != nil {
		return fmt.Errorf("gather: %w", err)
	}
	drafts, err := c.assign(ctx, cl)
	if err != nil {
		return fmt.Errorf("assign ids: %w", err)
	}
	if err := c.merge(ctx, cl, drafts); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	if err := c.storeStudies(ctx, drafts); err != nil {
		return fmt.Errorf("studies: %w", err)
	}
	if err := c.storeJoins(ctx, cl, drafts); err != nil {
		return fmt.Errorf("joins: %w", err)
	}
	if err := packing(); err != nil {
		return err
	}
	return c.storeRecords(ctx, cl)
}

// closure is a set of records that nothing outside can be joined to.
type closure struct {
	rows     []*row // in the order in which they were found: what came in first
	byID     map[int64]*row
	verdicts []study.Verdict
	joined   map[[2]int64]bool // joins by rules that are stored already
}

// records gives the closure as Partition wants it.
func (cl *closure) records() []study.Record {
	out := make([]study.Record, len(cl.rows))
	for i, r := range cl.rows {
		out[i] = r.rec
	}
	return out
}

// groups partitions the closure.
func (cl *closure) groups() [][]*row {
	var out [][]*row
	keys := make([][]int64, len(cl.rows))
	for i, r := range cl.rows {
		for _, k := range r.match {
			keys[i] = append(keys[i], k.value)
		}
	}
	for _, g := range study.PartitionKeyed(cl.records(), keys, cl.verdicts) {
		members := make([]*row, len(g.Members))
		for i, m := range g.Members {
			r := cl.rows[m.Index]
			r.rule, r.evidence = m.Rule, m.Evidence
			members[i] = r
		}
		out = append(out, members)
	}
	return out
}
