package demo

import "net/http"

// trials answers ClinicalTrials.gov's API v2.
func (w *World) trials(c *call, f Fault) answer {
	_, _ = c, f
	return plainText(http.StatusNotFound, "Not Found")
}
