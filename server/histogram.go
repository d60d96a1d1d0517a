package server

import (
	"net/url"
	"slices"
	"strconv"

	"evidelic/index"
)

// Sizes of the histogram in units of its view box.
const (
	histogramWidth  = 264
	histogramHeight = 64
	maxBars         = 60
)

// bar is a bar of the histogram of years, and a row of its table.
type bar struct {
	Year, Count int
	X, Y, W, H  int
	Href        string
	Label       bool // the year is written below the bar
	LabelX      int
}

// histogram is a chart with the numbers it was drawn from.
type histogram struct {
	Bars          []bar
	Width, Height int
	Box           string
	From, To, Max int
	Earlier       int // matches before the first bar
}

// newHistogram draws the years, each bar a link to its year. Years without a
// match have a bar of no height, so that the axis is true to time.
func newHistogram(years []index.YearCount, req index.Request) histogram {
	h := histogram{Width: histogramWidth, Height: histogramHeight, Box: "0 0 " + strconv.Itoa(histogramWidth) + " " + strconv.Itoa(histogramHeight+16)}
	counts := map[int]int{}
	for _, y := range years {
		if y.Year > 0 && y.Count > 0 {
			counts[y.Year] += y.Count
		}
	}
	if len(counts) < 2 {
		return histogram{}
	}
	h.From, h.To, h.Earlier = yearRange(counts)
	for y := h.From; y <= h.To; y++ {
		h.Max = max(h.Max, counts[y])
	}
	h.draw(counts, req)
	return h
}

// yearRange gives the years of the axis: the last maxBars of those with matches.
func yearRange(counts map[int]int) (from, to, earlier int) {
	first := true
	for y := range counts {
		if first || y > to {
			to = y
		}
		if first || y < from {
			from = y
		}
		first = false
	}
	from = max(from, to-maxBars+1)
	for y, n := range counts {
		if y < from {
			earlier += n
		}
	}
	return from, to, earlier
}

func (h *histogram) draw(counts map[int]int, req index.Request) {
	n := h.To - h.From + 1
	step := float64(h.Width) / float64(n)
	every := max(1, (n+3)/4)
	for i := range n {
		year := h.From + i
		x, next := int(float64(i)*step), int(float64(i+1)*step)
		b := bar{Year: year, Count: counts[year], X: x, W: max(1, next-x-1), LabelX: (x + next) / 2, Label: i%every == every/2}
		if b.Count > 0 && h.Max > 0 {
			b.H = max(2, b.Count*h.Height/h.Max)
		}
		b.Y = h.Height - b.H
		b.Href = yearHref(req, year)
		h.Bars = append(h.Bars, b)
	}
}

// yearHref gives the same search in one year.
func yearHref(req index.Request, year int) string {
	v := requestValues(firstPage(req))
	v["year"] = []string{strconv.Itoa(year) + ".." + strconv.Itoa(year)}
	return "/search?" + v.Encode()
}

// firstPage gives the request at its beginning, with filters of its own.
func firstPage(req index.Request) index.Request {
	req.Page, req.Cursor = 1, ""
	filters := make(map[string][]string, len(req.Filters))
	for k, v := range req.Filters {
		filters[k] = slices.Clone(v)
	}
	req.Filters = filters
	return req
}

func searchHref(v url.Values) string {
	if len(v) == 0 {
		return "/search"
	}
	return "/search?" + v.Encode()
}
