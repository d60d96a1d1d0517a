// Package cite writes and reads citation formats, and writes references in the
// styles that journals ask for.
package cite

import (
	"fmt"
	"io"
	"iter"

	"evidelic/study"
)

// Format is one file format of citations.
type Format struct {
	Name      string // as in `--format ris` and `format=ris`
	Label     string // for readers
	MediaType string
	Extension string // of a file name, with its dot
	Reads     bool   // Read knows it, too
}

// Options say how studies are written.
type Options struct {
	// Abstract gives the abstract to write for a study, "" to leave it out. nil
	// writes every abstract whole.
	Abstract func(*study.Study) string
	// URL gives the address of a study's page; nil leaves it out.
	URL func(id string) string
	// Key gives the name of a study's entry in BibTeX and CSL-JSON; nil, or a key
	// that cannot stand there, takes ours. Keys must differ from each other.
	Key func(*study.Study) string
}

// Written counts what a Write put out.
type Written struct {
	Studies int
	LeftOut int    // studies that the format cannot hold
	Why     string // why they were left out, in words
}

// writer writes studies one after the other, so that any number of them needs
// the memory of one.
type writer interface {
	begin() error
	study(*study.Study) (ok bool, err error) // ok is false for one that the format cannot hold
	end() error
}

// Write writes the studies in the named format, one at a time. It stops at the
// first error of the sequence or of w; what was written until then is not a
// whole file.
func Write(w io.Writer, format string, studies iter.Seq2[study.Study, error], opt Options) (Written, error) {
	out, err := newWriter(w, format, opt)
	if err != nil {
		return Written{}, err
	}
	if err := out.begin(); err != nil {
		return Written{}, err
	}
	var n Written
	for s, err := range studies {
		if err != nil {
			return n, err
		}
		ok, err := out.study(&s)
		if err != nil {
			return n, fmt.Errorf("write %s as %s: %w", s.ID, format, err)
		}
		if ok {
			n.Studies++
		} else {
			n.LeftOut++
			n.Why = "NBIB holds only studies with a PMID"
		}
	}
	return n, out.end()
}
