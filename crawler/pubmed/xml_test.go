package pubmed

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// flatten writes a tree in one line, to compare two readings of the same XML.
func flatten(b *strings.Builder, n *node) {
	fmt.Fprintf(b, "<%s", n.name)
	for _, a := range n.attrs {
		fmt.Fprintf(b, " %s=%q", a.name, a.value)
	}
	b.WriteString(">")
	text := ""
	for c := n.first; c != nil; c = c.next {
		if c.name == "" {
			text += c.text
			continue
		}
		fmt.Fprintf(b, "%q", text)
		text = ""
		flatten(b, c)
	}
	fmt.Fprintf(b, "%q</%s>", text, n.name)
}

// byStandard reads XML as encoding/xml does, in the form of flatten. It checks
// the nesting that RawToken leaves to its caller.
func byStandard(src string) (string, error) {
	dec := xml.NewDecoder(strings.NewReader(src))
	var b strings.Builder
	var stack []string
	text, roots := "", 0
	flush := func() {
		if len(stack) > 0 {
			fmt.Fprintf(&b, "%q", text)
		} else if strings.TrimSpace(text) != "" {
			roots = 9
		}
		text = ""
	}
	for {
		tok, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			flush()
			if len(stack) == 0 {
				roots++
			}
			name := qualified(tok.Name)
			stack = append(stack, name)
			fmt.Fprintf(&b, "<%s", name)
			for _, a := range tok.Attr {
				fmt.Fprintf(&b, " %s=%q", qualified(a.Name), a.Value)
			}
			b.WriteString(">")
		case xml.EndElement:
			name := qualified(tok.Name)
			if len(stack) == 0 || stack[len(stack)-1] != name {
				return "", errors.New("nesting")
			}
			flush()
			stack = stack[:len(stack)-1]
			fmt.Fprintf(&b, "</%s>", name)
		case xml.CharData:
			text += string(tok)
		}
	}
	flush()
	if len(stack) > 0 || roots != 1 {
		return "", errors.New("not one element")
	}
	return b.String(), nil
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// FuzzTree holds the reader of articles against encoding/xml: the same tree, or an
// error of both, or one of ours for what is known to be refused more strictly.
func FuzzTree(f *testing.F) {
	for _, s := range []string{
		small(1, "Effects of <i>S</i>-ketamine &amp; (2<i>R</i>,6<i>R</i>)-HNK: P&lt;0.001"), `<a b="c" d='e&quot;f'/>`, `<a>&#916;<![CDATA[<b>]]>&#x394;</a>`,
		`<a><!-- c -->t<?pi x?></a>`, `<a><b></a></b>`, "<a>\r\nx\ry</a>", `<a b="1" b="2"/>`, `<a>]]></a>`, `<a:b:c/>`, `<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`,
		`<a>&nbsp;</a>`, `<a b=c/>`, `<a b="<"/>`, `<a/><b/>`, `<mml:math xmlns:mml="x"><mml:mi>V</mml:mi></mml:math>`, `<a b="1"c="2"/>`, `<a><!-- a -- b --></a>`,
		`<a>&#0;&#xD800;</a>`, "<a>\xff</a>", "<a>\x01</a>", `<a></a >`, `< a/>`, `<a b = "1"/>`, `<é/>`, `<a><?xml version="1.0"?></a>`, `<:a/>`, `<a>&#+9;</a>`, "<a\u2028/>", ``,
	} {
		f.Add(s)
	}
	var tr tree
	f.Fuzz(func(t *testing.T, src string) {
		got, err := tr.parse(src)
		want, wantErr := byStandard(src)
		var bad *syntaxError
		switch {
		case err != nil && !errors.As(err, &bad):
			t.Fatalf("got an error of another type: %v", err)
		case err != nil && (bad.at < 0 || bad.at > len(src)):
			t.Fatalf("got an error at byte %d of %d", bad.at, len(src))
		case err != nil && wantErr == nil && !bad.strict:
			t.Fatalf("%q: got error %v, encoding/xml reads %s", src, err, want)
		case err == nil && wantErr != nil:
			t.Fatalf("%q: got no error, encoding/xml has %v", src, wantErr)
		case err == nil:
			var b strings.Builder
			if flatten(&b, got); b.String() != want {
				t.Fatalf("%q:\ngot  %s\nwant %s", src, b.String(), want)
			}
		}
	})
}

func TestTreeRefuses(t *testing.T) {
	var deep, wide strings.Builder
	for range maxDepth + 2 {
		deep.WriteString("<a>")
	}
	wide.WriteString("<a>")
	for range maxNodes {
		wide.WriteString("<b/>")
	}
	wide.WriteString("</a>")
	for name, row := range map[string]struct{ src, want string }{
		"open":        {"<a><b></b>", "<a> is not closed"},
		"crossed":     {"<a><b></a></b>", "</a> closes <b>"},
		"two":         {"<a/><b/>", "want one element"},
		"none":        {"  ", "want one element"},
		"entity":      {"<a>&nbsp;</a>", "entity &nbsp; is not known"},
		"ampersand":   {"<a>R&D</a>", "& without an entity"},
		"less":        {"<a>P<0.05</a>", "< without a name"},
		"declaration": {`<a><!ENTITY x "y"></a>`, "a declaration inside a record"},
		"latin1":      {"<a>caf\xe9</a>", "not text in UTF-8"},
		"control":     {"<a>\x02</a>", "not text in UTF-8"},
		"deep":        {deep.String(), "nested deeper than 256"},
		"wide":        {wide.String(), "elements in one record"},
		"unquoted":    {"<a b=c></a>", "attribute b without quotes"},
		"tag cut":     {"<a b", "attribute b without a value"},
	} {
		t.Run(name, func(t *testing.T) {
			var tr tree
			_, err := tr.parse(row.src)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}
