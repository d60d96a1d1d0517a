package study

import (
	"hash/fnv"
	"strconv"
)

// MatchKeys gives the keys under which records that may be one report find each
// other without a shared identifier: hashes of the title (with the first author
// or the page where it is short), of the volume with first page and first author, and of the
// volume with the beginning of the title. Records that share none are never
// joined by the bibliographic rules; to share one says nothing yet. There are at
// most seven, none for a registration, which its number alone identifies, and none
// for a record without a title.
func MatchKeys(r *Record) []int64 {
	if r.Report.Kind == KindRegistration || r.Report.Title == "" {
		return nil
	}
	return sketch(&r.Report).keys()
}

// MatchVersion names the form of MatchKeys: a library whose keys were made by
// another makes them again.
const MatchVersion = 3

// Anchors says which of the identifiers that are never shared by two reports a
// record has: 1 for a PMID, 2 for a DOI, 3 for both. Two records with an anchor
// of one kind are joined by it or not at all: the bibliographic rules look at
// pairs without a common bit only.
func Anchors(r *Record) int {
	n := 0
	if r.Report.IDs.PMID != "" {
		n |= 1
	}
	if r.Report.IDs.DOI != "" {
		n |= 2
	}
	return n
}

// keys gives the keys, without repetition.
func (t *traits) keys() []int64 {
	var out []int64
	add := func(parts ...string) {
		h := fnv.New64a()
		for _, p := range parts {
			_, _ = h.Write([]byte(p))
			_, _ = h.Write([]byte{0})
		}
		out = append(out, int64(h.Sum64()))
	}
	family := ""
	if len(t.authors) > 0 {
		family = t.authors[0].key()
	}
	if main := t.titles[0]; t.long() {
		add("title", main)
	} else if main != "" && family != "" {
		add("title", main, family)
	} else if main != "" && t.placed && t.volume != "" {
		add("title", main, t.volume, strconv.Itoa(t.place.start)) // "Editorial" by nobody
	}
	for _, s := range t.titles[1:min(len(t.titles), 4)] {
		add("title", s)
	}
	if t.placed && t.place.loc {
		add("number", strconv.Itoa(t.place.start), family)
	}
	year := strconv.Itoa(t.years[0])
	if s := t.place.span(); t.placed && s >= 2 && t.place.start > 1 && t.years[0] > 0 {
		add("range", year, strconv.Itoa(t.place.start), strconv.Itoa(s), t.titles[0][:min(4, len(t.titles[0]))])
	}
	if t.volume == "" {
		if t.placed && !t.place.cut && family != "" {
			add("page", year, strconv.Itoa(t.place.start), family)
		}
		return out
	}
	if t.placed && !t.place.cut && family != "" {
		add("page", t.volume, strconv.Itoa(t.place.start), family)
	}
	if s := t.titles[0]; len(s) >= 24 {
		add("begins", t.volume, s[:24])
	}
	return out
}
