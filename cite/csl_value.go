package cite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// cslText is a value that CSL-JSON allows as a string or a number, and that some
// programs write as a list of strings, of which the first counts.
type cslText string

// UnmarshalJSON reads a string, a number, or the first string of a list.
func (t *cslText) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	switch {
	case bytes.Equal(b, []byte("null")):
		return nil
	case b[0] == '"':
		return json.Unmarshal(b, (*string)(t))
	case b[0] == '[':
		var list []string
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		if len(list) > 0 {
			*t = cslText(list[0])
		}
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return fmt.Errorf("want a string or a number, have %.20s", b)
	}
	*t = cslText(n.String())
	return nil
}

// cslInt is a number that some programs write as a string.
type cslInt int

// UnmarshalJSON reads a number or a string of digits; null is 0.
func (i *cslInt) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `" `)
	if s == "" || s == "null" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return fmt.Errorf("want a number, have %.20s", b)
	}
	*i = cslInt(n)
	return nil
}
