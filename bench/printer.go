package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// printer writes outcomes: one JSON object a line, or words for people.
type printer struct {
	w    io.Writer
	json bool
}

// line writes one outcome; format and args are its words.
func (p printer) line(outcome any, format string, args ...any) error {
	if p.json {
		return json.NewEncoder(p.w).Encode(outcome)
	}
	_, err := fmt.Fprintf(p.w, format, args...)
	return err
}
