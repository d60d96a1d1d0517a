package study

import (
	"fmt"
	"io"
	"strings"
)

// Crockford's base32 (https://www.crockford.com/base32.html), in lower case.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// An id is "ev", idDigits random digits and a check digit.
const (
	idPrefix = "ev"
	idDigits = 7
)

// NewID makes the id of a new study from random bytes: "ev", seven Crockford
// base32 digits and a check digit, in lower case. It fails only when random
// does. Ids made by chance may meet (35 bits): whoever stores one checks that
// it is free.
func NewID(random io.Reader) (string, error) {
	var b [idDigits]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("new study id: %w", err)
	}
	var digits [idDigits + 1]byte
	for i := range b {
		digits[i] = b[i] & 31
	}
	digits[idDigits] = checkDigit(digits[:idDigits])
	for i, d := range digits {
		digits[i] = crockford[d]
	}
	return idPrefix + string(digits[:]), nil
}

// ValidID reads a study's id as people write it and gives its normal form: case
// does not matter, the letters O, I and L count as the digits that they look
// like, hyphens and surrounding white space are dropped. ok is false when it is
// no id or its check digit is wrong: any single wrong digit and any two digits
// exchanged are found.
func ValidID(s string) (id string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 32 || len(s) < len(idPrefix) || !strings.EqualFold(s[:len(idPrefix)], idPrefix) {
		return "", false
	}
	digits := make([]byte, 0, idDigits+1)
	for _, c := range []byte(s[len(idPrefix):]) {
		if c == '-' {
			continue
		}
		d := digitValue(c)
		if d < 0 || len(digits) > idDigits {
			return "", false
		}
		digits = append(digits, byte(d))
	}
	if len(digits) != idDigits+1 || checkDigit(digits[:idDigits]) != digits[idDigits] {
		return "", false
	}
	for i, d := range digits {
		digits[i] = crockford[d]
	}
	return idPrefix + string(digits), true
}

// digitValue reads one Crockford digit, -1 for what is none.
func digitValue(c byte) int {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	switch c {
	case 'o':
		return 0
	case 'i', 'l':
		return 1
	}
	return strings.IndexByte(crockford, c)
}

// checkDigit sums the digits in the field of 32 elements, each with a factor of
// its own: the factors are distinct and not zero, so a changed digit and an
// exchange of two both change the sum. Unlike Crockford's own check symbol it
// stays within the 32 digits, which are safe in addresses.
func checkDigit(digits []byte) byte {
	var sum byte
	for _, d := range digits {
		sum = timesX(sum ^ d)
	}
	return sum
}

// timesX multiplies by x in GF(2)[x]/(x^5 + x^2 + 1), in which x generates every
// element but zero.
func timesX(d byte) byte {
	d <<= 1
	if d&32 != 0 {
		d ^= 0b100101
	}
	return d
}
