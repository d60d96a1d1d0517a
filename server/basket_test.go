package server

import (
	"net/url"
	"strings"
	"testing"
)

func TestBasketKeepsOrderAndWarns(t *testing.T) {
	s := newTestServer(t, nil)
	body := get(t, s, "/basket?id=evcccccc3&id=900001%20NCT09999999&id=evjoined1&id=gone&id=evcccccc3").Body.String()
	order := []string{"Psilocybin for end-of-life", "Oral ketamine for", "Sublingual ketamine at home", "MDMA-assisted therapy"}
	refs := body[strings.Index(body, `id="refs"`):]
	at := -1
	for _, title := range order {
		i := strings.Index(refs, title)
		if i < at || i < 0 {
			t.Errorf("%q is missing or out of order", title)
		}
		at = i
	}
	for _, want := range []string{"<strong>1 study in this basket must not be used", "Not in this library: gone.", "replaced by it: evjoined1.", "4 studies, in the order in which they were chosen", "Retracted",
		`href="/study/evbbbbbb2?tag=dose#proof">1 mg/kg</a>`, "format=ris&amp;id=evcccccc3&amp;id=evbbbbbb2"} {
		if !strings.Contains(body, want) {
			t.Errorf("does not show %q", want)
		}
	}
	if strings.Count(refs[:strings.Index(refs, "</ol>")], "<li>") != 4 {
		t.Error("a study that was named twice stands twice")
	}
	body = get(t, s, "/basket?id=evcccccc3&id=evaaaaaa1&order=author").Body.String()
	if refs := body[strings.Index(body, `id="refs"`):]; strings.Index(refs, "MDMA") > strings.Index(refs, "Psilocybin") {
		t.Error("Doe does not come before Roe")
	}
}

func TestBasketIsBounded(t *testing.T) {
	s := newTestServer(t, nil)
	v := url.Values{}
	for i := range maxBasket + 1 {
		v.Add("id", "pmid:"+strings.Repeat("1", 1+i%5)+url.QueryEscape(string(rune('a'+i%26)))+strings.Repeat("x", i))
	}
	if rec := get(t, s, "/basket?"+v.Encode()); rec.Code != 400 {
		t.Errorf("got %d", rec.Code)
	}
}

func TestBasketExportsInItsOrder(t *testing.T) {
	body := get(t, newTestServer(t, nil), "/api/v1/export?format=jsonl&id=evdddddd4&id=evbbbbbb2&id=evaaaaaa1").Body.String()
	a, b, c := strings.Index(body, `"evdddddd4"`), strings.Index(body, `"evbbbbbb2"`), strings.Index(body, `"evaaaaaa1"`)
	if a < 0 || b < a || c < b {
		t.Errorf("got the ids at %d, %d, %d", a, b, c)
	}
}
