package pubmed

import (
	"encoding/json"
	"strings"
)

// jsonAnswer reads an error out of JSON that came in place of an answer; nil when
// there is none in it. NCBI answers with JSON when the rate limit is exceeded,
// whatever was asked for, and with status 200 at times.
func jsonAnswer(body []byte) error {
	var a struct {
		Error  string `json:"error"`
		Result struct {
			Error string `json:"ERROR"`
		} `json:"esearchresult"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return nil
	}
	reason := a.Error
	if reason == "" {
		reason = a.Result.Error
	}
	if reason == "" {
		return nil
	}
	return &AnswerError{Reason: clip(reason), Limited: strings.Contains(strings.ToLower(reason), "rate limit")}
}
