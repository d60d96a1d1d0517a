package study

import "slices"

// Cited gives the lookup keys (see Keys) of the works that a report cites, sorted,
// each once; its own are not among them. There are none where no source gives its
// reference list.
func Cited(r *Report) []string {
	if len(r.References) == 0 {
		return nil
	}
	own := keysOf(&r.IDs)
	out := make([]string, 0, 2*len(r.References))
	for _, ref := range r.References {
		for _, k := range keysOfRef(ref) {
			if !slices.Contains(own, k) {
				out = append(out, k)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Cites says whether a report cites another in earnest: its reference list names
// one of the other's identifiers, and it is neither a notice nor another version,
// which cite what they are about.
func Cites(r, other *Report) bool {
	if r.Kind == KindNotice || len(r.References) == 0 {
		return false
	}
	keys := keysOf(&other.IDs)
	about := func(k string) bool {
		for _, rel := range r.Relations {
			if slices.Contains(keysOfRef(rel.Target), k) {
				return true
			}
		}
		return false
	}
	if slices.ContainsFunc(keys, about) {
		return false
	}
	for _, ref := range r.References {
		for _, k := range keysOfRef(ref) {
			if slices.Contains(keys, k) {
				return true
			}
		}
	}
	return false
}
