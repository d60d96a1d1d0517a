package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// LoadConfig gives the built-in settings with those of file put over them; "" is
// no file. A key that the file leaves out, or leaves without a value, keeps its
// built-in setting. An unknown key, a wrong type or a value that Validate refuses
// is an error of one line that names the key, and its line where it is about the
// file's form.
func LoadConfig(file string) (Config, error) {
	var c Config
	if err := decodeConfig(defaultConfig, &c); err != nil {
		return c, fmt.Errorf("built-in config.yaml, %w", err)
	}
	if file != "" {
		b, err := readConfig(file)
		if err != nil {
			return c, err
		}
		if err := decodeConfig(b, &c); err != nil {
			return c, fmt.Errorf("config %s, %w", file, err)
		}
	}
	if err := c.Validate(); err != nil {
		return c, fmt.Errorf("config %s: %w", cmp.Or(file, "built in"), err)
	}
	return c, nil
}

// maxConfig bounds a configuration file, in bytes.
const maxConfig = 1 << 20

func readConfig(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("config %s: there is no such file; \"evidelic serve\" without --config takes the built-in settings", file)
	case err != nil:
		return nil, fmt.Errorf("config: %w", err)
	case info.IsDir():
		return nil, fmt.Errorf("config %s: that is a folder; name the file in it", file)
	case info.Size() > maxConfig:
		return nil, fmt.Errorf("config %s: %d bytes are more than the %d allowed", file, info.Size(), maxConfig)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("config: %w; give this user the right to read it", err)
	}
	return b, nil
}

// decodeConfig puts the settings of a YAML document over those of c.
func decodeConfig(b []byte, c *Config) error {
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return configFault(err, nil)
	}
	for i, doc := range file.Docs {
		root := doc.Body
		if root == nil || root.Type() == ast.NullType || root.Type() == ast.CommentType {
			continue // nothing but comments
		}
		if i > 0 {
			return faultAt(root.GetToken(), "a second document begins; a file holds one")
		}
		if err := checkKeys(root, reflect.TypeOf(*c), ""); err != nil {
			return err
		}
		if err := yaml.NodeToValue(root, c, yaml.Strict()); err != nil {
			return configFault(err, root)
		}
	}
	return nil
}

// checkKeys refuses keys that t has no setting for, and drops those without a
// value: YAML reads them as null, which would wipe out what is built in.
func checkKeys(n ast.Node, t reflect.Type, path string) error {
	switch v := n.(type) {
	case *ast.AnchorNode:
		return checkKeys(v.Value, t, path)
	case *ast.SequenceNode:
		if t.Kind() != reflect.Slice {
			break
		}
		for i, item := range v.Values {
			if err := checkKeys(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		return nil
	case *ast.MappingNode:
		if t.Kind() != reflect.Struct {
			break
		}
		for _, item := range v.Values {
			if err := checkKey(item, t, path); err != nil {
				return err
			}
		}
		v.Values = slices.DeleteFunc(v.Values, func(item *ast.MappingValueNode) bool { return item.Value.Type() == ast.NullType })
		return nil
	case *ast.NullNode, *ast.AliasNode:
		return nil
	}
	if kind := t.Kind(); kind == reflect.Struct || kind == reflect.Slice {
		return faultAt(n.GetToken(), "%s: want %s, have %q", cmp.Or(path, "the whole file"), wordFor(t), n.GetToken().Value)
	}
	return nil // the decoder looks at single values
}

func checkKey(v *ast.MappingValueNode, t reflect.Type, path string) error {
	name := v.Key.GetToken().Value
	full := strings.TrimPrefix(path+"."+name, ".")
	var known []string
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue // its fields stand for themselves
		}
		key := f.Tag.Get("yaml")
		if key == name {
			return checkKeys(v.Value, f.Type, full)
		}
		known = append(known, key)
	}
	return faultAt(v.Key.GetToken(), "there is no setting %s; %s has %s", full, cmp.Or(path, "the top level"), strings.Join(known, ", "))
}

// placeError is a fault of the file's form.
type placeError struct {
	line int
	what string
}

// Error names the line and the fault.
func (e *placeError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.what) }

func faultAt(t *token.Token, format string, args ...any) error {
	return &placeError{t.Position.Line, fmt.Sprintf(format, args...)}
}

// configFault says in one line what the YAML library found. root leads from a
// place to its key; nil when the file could not be parsed.
func configFault(err error, root ast.Node) error {
	var place *placeError
	if errors.As(err, &place) {
		return place
	}
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		return fmt.Errorf("not YAML: %w", err)
	}
	var wrong *yaml.TypeError
	var large *yaml.OverflowError
	switch at := e.GetToken(); {
	case errors.As(err, &wrong):
		return faultAt(at, "%swant %s, have %q", keyAt(root, at), wordFor(wrong.DstType), at.Value)
	case errors.As(err, &large):
		return faultAt(at, "%s%s is out of range", keyAt(root, at), large.SrcNum)
	}
	return faultAt(e.GetToken(), "not YAML: %s", e.GetMessage())
}

// keyAt gives the key whose value stands at a token, followed by ": "; "" when
// none does.
func keyAt(root ast.Node, t *token.Token) string {
	finder := &keyFinder{token: t}
	if root != nil {
		ast.Walk(finder, root)
	}
	if finder.path == "" {
		return ""
	}
	return strings.TrimPrefix(finder.path, "$.") + ": "
}

type keyFinder struct {
	token *token.Token
	path  string
}

// Visit notes the path of the node that begins at the token.
func (f *keyFinder) Visit(n ast.Node) ast.Visitor {
	if n.GetToken() == f.token && f.path == "" {
		f.path = n.GetPath()
	}
	return f
}

// wordFor says what a setting of a type looks like.
func wordFor(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct:
		return "keys below it"
	}
	return "a text"
}

// Duration is a length of time, written as "90s", "2m" or "1h30m".
type Duration time.Duration

// UnmarshalYAML reads the length of time.
func (d *Duration) UnmarshalYAML(n ast.Node) error {
	v, err := time.ParseDuration(n.GetToken().Value)
	if err != nil {
		return faultAt(n.GetToken(), "%s: %q is no length of time; write 90s, 2m or 1h",
			strings.TrimPrefix(n.GetPath(), "$."), n.GetToken().Value)
	}
	*d = Duration(v)
	return nil
}

// String writes the length of time as it is read.
func (d Duration) String() string { return time.Duration(d).String() }
