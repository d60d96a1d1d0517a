package preprints

import (
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// The API's abstracts were flattened from marked-up text, and carry the marks as
// words: O_X opens, C_X closes. ST_ABS is a heading, SCPLOW small capitals, LI an
// entry of a list; figures and tables go with all that is in them.
var (
	reFigure   = regexp.MustCompile(`(?s)(?:[Gg]raphical [Aa]bstract\s*)?O_(?:FIG|TBL)\b.*?(?:C_(?:FIG|TBL)\b|$)`)
	reMark     = regexp.MustCompile(`[OCM]_(?:SCPLOW|SCPCAP|SCP|TEXTBOX|INLINEFIG|LINKSMALLFIG|FIG|TBL|ITALIC|BOLD)`)
	reListMark = regexp.MustCompile(`[OC]_LI`)
	reRunIn    = regexp.MustCompile(`^(Background|Introduction|Objectives?|Aims?|Purpose|Importance|Rationale|Context|Design|Setting|Participants|Methods?|Methodology|Materials and [Mm]ethods|Results?|Findings|Main [Rr]esults|Interpretation|Conclusions?(?: and [Rr]elevance)?|Discussion|Significance|Funding|Trial [Rr]egistration|Key ?[Ww]ords)(:?)(\p{Lu}|\p{Nd})`)
	reBraces   = regexp.MustCompile(`\{[a-zA-Z+/-]{1,12}\}`)
)

// signs are the words in braces that stand for characters.
var signs = map[string]string{
	"degrees": "°", "micro": "µ", "+/-": "±", "beta": "β", "alpha": "α", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
	"eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
	"phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ", "Omega": "Ω", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
	"approx": "≈", "ge": "≥", "le": "≤", "times": "×", "middot": "·", "infty": "∞",
}

// abstract undoes the flattening and gives the abstract as sections.
func abstract(s string) []study.Section {
	if t := strings.TrimSpace(s); t == "" || t == "NA" {
		return nil
	}
	s = reFigure.ReplaceAllString(s, "\n\n")
	s = reMark.ReplaceAllString(s, "")
	s = reListMark.ReplaceAllString(s, " ")
	s = reBraces.ReplaceAllStringFunc(s, func(m string) string {
		if c, ok := signs[m[1:len(m)-1]]; ok {
			return c
		}
		return m
	})
	s = strings.ReplaceAll(strings.ReplaceAll(s, "O_ST_ABS", "\n\n<h4>"), "C_ST_ABS", "</h4>")
	var b strings.Builder
	for _, p := range strings.Split(s, "\n\n") {
		p = strings.TrimSpace(p)
		switch m := reRunIn.FindStringSubmatch(p); {
		case p == "" || strings.EqualFold(p, "abstract") || strings.EqualFold(p, "summary"):
			continue
		case m != nil:
			p = "<h4>" + m[1] + "</h4>" + p[len(m[1])+len(m[2]):]
		}
		b.WriteString(p)
		b.WriteString("<br/>")
	}
	return crawler.SplitSections(crawler.Unwrap(b.String()))
}
