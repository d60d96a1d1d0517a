package peers

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed lucene/*.java
var luceneSource embed.FS

// debianJars is where Debian's liblucene8-java puts what it brings.
const debianJars = "/usr/share/java"

// luceneParts are the jars that the program needs; the second name of a part is that of
// later versions.
var luceneParts = [][]string{
	{"lucene-core"}, {"lucene-analyzers-common", "lucene-analysis-common"}, {"lucene-facet"}, {"lucene-highlighter"}, {"lucene-memory"}, {"lucene-queries"},
}

// ErrAbsent is what a machine gives that has no Java compiler, or no Lucene.
var ErrAbsent = errors.New("absent")

// Lucene is a compiled program that measures Lucene.
type Lucene struct {
	Version string // of Lucene, as the name of its jar has it
	path    string // of classes and jars, as Java takes it
}

// LuceneRun is what is asked of Lucene: the values that Evidelic is measured with.
type LuceneRun struct {
	Dir       string // an empty folder, for texts, questions and index; the caller removes it
	Texts     func(yield func(Text) bool)
	Questions []Question // of all kinds
	Length    time.Duration
	Least     int           // questions of each kind and number of clients
	Warm      time.Duration // of questions of each kind that are not measured
	Clients   []int
}

// FindLucene looks for Lucene's jars in a folder, or where Debian puts them if the
// folder has no name, and compiles the program into another. It wraps ErrAbsent and
// says what is missing where Java or Lucene is not there.
func FindLucene(ctx context.Context, jars, classes string) (*Lucene, error) {
	if jars == "" {
		jars = debianJars
	}
	for _, tool := range []string{"java", "javac"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("%w: no program %q", ErrAbsent, tool)
		}
	}
	l := &Lucene{}
	path := []string{classes}
	for _, names := range luceneParts {
		jar := newestJar(jars, names)
		if jar == "" {
			return nil, fmt.Errorf("%w: no %s-*.jar in %s", ErrAbsent, names[0], jars)
		}
		path = append(path, jar)
		if l.Version == "" {
			l.Version = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(jar), names[0]+"-"), ".jar")
		}
	}
	l.path = strings.Join(path, string(filepath.ListSeparator))
	return l, l.compile(ctx, classes)
}

// newestJar gives the last of a part's jars in the order of names.
func newestJar(dir string, names []string) string {
	var found []string
	for _, name := range names {
		some, _ := filepath.Glob(filepath.Join(dir, name+"-[0-9]*.jar"))
		found = append(found, some...)
	}
	if len(found) == 0 {
		return ""
	}
	return slices.Max(found)
}

// compile writes the program's source and compiles it.
func (l *Lucene) compile(ctx context.Context, classes string) error {
	args := []string{"-nowarn", "-d", classes, "-cp", l.path}
	files, err := luceneSource.ReadDir("lucene")
	if err != nil {
		return err
	}
	for _, f := range files {
		source, err := luceneSource.ReadFile("lucene/" + f.Name())
		if err != nil {
			return err
		}
		name := filepath.Join(classes, f.Name())
		if err := os.WriteFile(name, source, 0o644); err != nil {
			return err
		}
		args = append(args, name)
	}
	return command(ctx, "javac", args...)
}

// command runs a program that is silent when all is well.
func command(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(out))
	}
	return nil
}

// luceneProject asks Maven for Lucene, and for nothing else.
const luceneProject = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>evidelic</groupId><artifactId>peer</artifactId><version>1</version>
  <dependencies>%s</dependencies>
</project>
`

// FetchLucene lets Maven copy the jars of Lucene 8 into a folder. It wraps ErrAbsent
// where there is no Maven, or where Maven cannot get them.
func FetchLucene(ctx context.Context, jars string) error {
	if _, err := exec.LookPath("mvn"); err != nil {
		return fmt.Errorf("%w: no program \"mvn\"", ErrAbsent)
	}
	var parts strings.Builder
	for _, names := range luceneParts {
		fmt.Fprintf(&parts, "<dependency><groupId>org.apache.lucene</groupId><artifactId>%s</artifactId><version>8.11.4</version></dependency>", names[0])
	}
	project := filepath.Join(jars, "pom.xml")
	if err := os.WriteFile(project, fmt.Appendf(nil, luceneProject, parts.String()), 0o644); err != nil {
		return err
	}
	if err := command(ctx, "mvn", "-q", "-B", "-f", project, "dependency:copy-dependencies", "-DoutputDirectory="+jars); err != nil && ctx.Err() == nil {
		return fmt.Errorf("%w: %w", ErrAbsent, err)
	}
	return ctx.Err()
}

// Measure runs the program and gives each of its lines, a JSON object, to tell as it
// comes. The folder "index" in the run's folder has the index behind it.
func (l *Lucene) Measure(ctx context.Context, r LuceneRun, tell func(line []byte) error) error {
	texts, questions := filepath.Join(r.Dir, "texts.jsonl"), filepath.Join(r.Dir, "questions.jsonl")
	if err := writeLines(texts, r.Texts); err != nil {
		return err
	}
	if err := writeLines(questions, slices.Values(r.Questions)); err != nil {
		return err
	}
	var clients []string
	for _, n := range r.Clients {
		clients = append(clients, strconv.Itoa(n))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "java", "-cp", l.path, "Peer", texts, questions, filepath.Join(r.Dir, "index"),
		seconds(r.Length), strconv.Itoa(r.Least), seconds(r.Warm), strings.Join(clients, ","))
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	for err == nil && lines.Scan() {
		err = tell(lines.Bytes())
	}
	if err != nil {
		cancel()
		return errors.Join(err, cmd.Wait())
	}
	if err := errors.Join(lines.Err(), cmd.Wait()); err != nil {
		return fmt.Errorf("java: %w: %s", err, bytes.TrimSpace(complaint.Bytes()))
	}
	return nil
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// writeLines writes values as JSON, one a line.
func writeLines[T any](file string, values func(yield func(T) bool)) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	enc := json.NewEncoder(w)
	for v := range values {
		if err := enc.Encode(v); err != nil {
			return errors.Join(err, out.Close())
		}
	}
	return errors.Join(w.Flush(), out.Close())
}
