package evidence

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"evidelic/study"
)

// TestManualIsComplete holds doc/evidence.md to the code: it names every value
// of a closed list and every rule of the tasks that studies are filtered by, and
// none that does not exist.
func TestManualIsComplete(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "doc", "evidence.md"))
	if err != nil {
		t.Fatal(err)
	}
	manual := string(b)
	for _, task := range study.Tasks() {
		if !strings.Contains(manual, string(task)) {
			t.Errorf("doc/evidence.md does not name the task %s", task)
		}
		for _, v := range fixed(task) {
			if !strings.Contains(manual, "`"+v.Slug+"`") {
				t.Errorf("doc/evidence.md does not name the value %s of %s", v.Slug, task)
			}
		}
	}
	rules := rulesInCode(t)
	for rule := range rules {
		if !strings.Contains(manual, "`"+rule+"`") {
			t.Errorf("doc/evidence.md does not name the rule %s", rule)
		}
	}
	for _, m := range regexp.MustCompile("`([a-z]+\\.[a-z.-]+)`").FindAllStringSubmatch(manual, -1) {
		task, _, _ := strings.Cut(m[1], ".")
		if slices.Contains(study.Tasks(), study.Task(task)) && !rules[m[1]] {
			t.Errorf("doc/evidence.md names the rule %s, which does not exist", m[1])
		}
	}
}

// rulesInCode reads the names of rules off the source.
func rulesInCode(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var tasks []string
	for _, task := range study.Tasks() {
		tasks = append(tasks, string(task))
	}
	name := regexp.MustCompile(`"((?:` + strings.Join(tasks, "|") + `)\.[a-z.-]+)"`)
	rules := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllStringSubmatch(string(b), -1) {
			rules[m[1]] = true
		}
	}
	return rules
}
