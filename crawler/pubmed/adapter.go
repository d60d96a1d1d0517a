package pubmed

import (
	"errors"
	"fmt"
	"time"

	"evidelic/study"
)

// adapter turns chunks into records. It keeps its buffers from one to the next
// and is for one goroutine.
type adapter struct {
	name    string // of the file or answer, for errors
	fetched time.Time
	tree    tree
	flat    flattener
}

// items gives what a chunk says: one record, or many deletions, or an error.
func (a *adapter) items(c chunk) []Item {
	if c.broken != "" {
		return a.failed(c, c.offset, "", c.broken)
	}
	root, err := a.tree.parse(string(c.data))
	if err != nil {
		var bad *syntaxError
		at := c.offset
		if errors.As(err, &bad) {
			at += int64(bad.at)
		}
		return a.failed(c, at, "", "malformed XML: "+err.Error())
	}
	if c.name == "DeleteCitation" || c.name == "DeleteDocument" {
		return a.deletions(c, root)
	}
	rec, err := a.record(c, root)
	if err != nil {
		return a.failed(c, c.offset, rec.Key, err.Error())
	}
	return []Item{{Record: &rec}}
}

func (a *adapter) failed(c chunk, at int64, key, reason string) []Item {
	return []Item{{Failed: &study.RecordError{
		Source: study.SourcePubMed, File: a.name, Position: fmt.Sprintf("record %d, byte %d", c.number, at), Key: key, Reason: reason,
	}}}
}

// deletions gives the PMIDs of citations that PubMed has deleted.
func (a *adapter) deletions(c chunk, root *node) []Item {
	var out []Item
	for n := range root.each("PMID") {
		text := a.flat.text(n)
		if pmid, ok := study.NormalPMID(text); ok {
			out = append(out, Item{Deleted: pmid})
			continue
		}
		out = append(out, a.failed(c, c.offset, "", fmt.Sprintf("deleted citation %.40q is not a PMID", text))...)
	}
	return out
}

// record reads one article or book. On an error the record's Key is set where it
// could be read.
func (a *adapter) record(c chunk, root *node) (study.Record, error) {
	rec := study.Record{Source: study.SourcePubMed, Fetched: a.fetched, Raw: c.data, RawType: "application/xml"}
	var err error
	switch root.name {
	case "PubmedArticle":
		err = a.article(&rec, root.child("MedlineCitation"), root.child("PubmedData"))
	case "MedlineCitation":
		err = a.article(&rec, root, nil)
	case "PubmedBookArticle":
		err = a.book(&rec, root.child("BookDocument"), root.child("PubmedBookData"))
	case "BookDocument":
		err = a.book(&rec, root, nil)
	default:
		err = fmt.Errorf("<%s> holds no record", root.name)
	}
	if err == nil && empty(&rec.Report) {
		err = errors.New("it has neither a title nor an abstract nor a journal")
	}
	return rec, err
}

// empty says whether nothing is there to show or to find.
func empty(r *study.Report) bool {
	return r.Title == "" && r.OriginalTitle == "" && len(r.Abstract) == 0 && r.Journal.Title == "" && r.Journal.Abbrev == ""
}

// key reads the PMID of a citation and its version, 1 where none is given.
func (a *adapter) key(rec *study.Record, citation *node) (version int, err error) {
	if citation == nil {
		return 0, errors.New("it has no citation and no PMID")
	}
	n := citation.child("PMID")
	if n == nil {
		return 0, errors.New("it has no PMID")
	}
	text := a.flat.text(n)
	pmid, ok := study.NormalPMID(text)
	if !ok {
		return 0, fmt.Errorf("%.40q is not a PMID", text)
	}
	rec.Key, rec.Report.IDs.PMID = pmid, pmid
	return max(1, number(n.attr("Version"), 99)), nil
}
