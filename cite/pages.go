package cite

import "strings"

// pageRule is how a style writes a range of pages.
type pageRule int

const (
	pagesFull  pageRule = iota // 132–142
	pagesShort                 // 132-42
	pagesTwo                   // 132–42, at least two digits of the end
)

// write gives the range; what is no plain range is left as the source wrote it.
func (p pageRule) write(pages string) string {
	first, last := pageRange(pages)
	if last == "" || first == last {
		return first
	}
	if p == pagesShort {
		return first + "-" + shortEnd(first, last, 1)
	}
	if p == pagesTwo {
		last = shortEnd(first, last, 2)
	}
	return first + "–" + last
}

// shortEnd drops the digits that the end shares with the beginning, but keeps at
// least keep of them.
func shortEnd(first, last string, keep int) string {
	if len(first) != len(last) || !digits(strings.TrimLeft(first, "eEsS")) {
		return last
	}
	n := 0
	for n < len(last)-keep && first[n] == last[n] {
		n++
	}
	return last[n:]
}
