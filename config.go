package main

import (
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed config.yaml
var defaultConfig []byte

// Config holds every setting; config.yaml explains each.
type Config struct {
	Crawler CrawlerConfig `yaml:"crawler"`
	Store   StoreConfig   `yaml:"store"`
	Index   IndexConfig   `yaml:"index"`
	Server  ServerConfig  `yaml:"server"`
	Log     LogConfig     `yaml:"log"`
}

// CrawlerConfig is the section "crawler".
type CrawlerConfig struct {
	Contact Expanded `yaml:"contact"`
	Timeout Duration `yaml:"timeout"`
	// AllowPrivate lists hosts of the operator's own network.
	AllowPrivate []string      `yaml:"allow_private"`
	Sources      SourcesConfig `yaml:"sources"`
}

// StoreConfig is the section "store".
type StoreConfig struct {
	URL Expanded `yaml:"url"`
}

// IndexConfig is the section "index".
type IndexConfig struct {
	Follow Duration `yaml:"follow"`
	Memory int      `yaml:"memory"` // megabytes; 0: as many as suit the library
}

// ServerConfig is the section "server".
type ServerConfig struct {
	Addr      string `yaml:"addr"`
	URL       string `yaml:"url"`
	Abstracts string `yaml:"abstracts"`
}

// LogConfig is the section "log".
type LogConfig struct {
	Level  string `yaml:"level"`
	Format string `yaml:"format"`
}

// Expanded is a string in which ${NAME} stands for an environment variable; an
// unset one is empty.
type Expanded string

var reEnv = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// UnmarshalYAML reads the string and puts the environment's values in.
func (e *Expanded) UnmarshalYAML(unmarshal func(any) error) error {
	var s string
	if err := unmarshal(&s); err != nil {
		return err
	}
	*e = Expanded(reEnv.ReplaceAllStringFunc(s, func(m string) string { return os.Getenv(m[2 : len(m)-1]) }))
	return nil
}

// Validate checks every value and gives all faults in one line, each with its key.
func (c Config) Validate() error {
	var faults []string
	fault := func(key, format string, args ...any) {
		faults = append(faults, key+": "+fmt.Sprintf(format, args...))
	}
	if s := string(c.Crawler.Contact); s != "" {
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			fault("crawler.contact", "%q is not a mail address", s)
		}
	}
	if d := time.Duration(c.Crawler.Timeout); d < time.Second || d > time.Hour {
		fault("crawler.timeout", "%v is not between 1s and 1h", c.Crawler.Timeout)
	}
	for _, e := range allSources(&c) {
		e.settings(&c).validate(e.key, e.needs, fault)
	}
	c.validateRepositories(fault)
	if d := c.Crawler.Sources.PubMed.Interval; d != 0 {
		fault("crawler.sources.pubmed.interval", "%s cannot be kept: PubMed's pace follows from api_key; leave the setting out", d)
	}
	c.validateRooms(fault)
	if len(faults) == 0 {
		return nil
	}
	return errors.New(strings.Join(faults, "; "))
}

func (c Config) validateRooms(fault func(key, format string, args ...any)) {
	if u := string(c.Store.URL); u != "" && !strings.HasPrefix(u, "sqlite:") && !strings.HasPrefix(u, "postgres://") && !strings.HasPrefix(u, "postgresql://") {
		fault("store.url", "want sqlite:FILE or postgres://…")
	}
	if d := time.Duration(c.Index.Follow); d < 50*time.Millisecond || d > time.Hour {
		fault("index.follow", "%v is not between 50ms and 1h", c.Index.Follow)
	}
	if m := c.Index.Memory; m < 0 || m > 1<<20 {
		fault("index.memory", "%d is not between 0 and 1048576 megabytes", m)
	}
	if _, port, err := net.SplitHostPort(c.Server.Addr); err != nil {
		fault("server.addr", "%q is not HOST:PORT", c.Server.Addr)
	} else if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		fault("server.addr", "%q is no port; it is a number from 0 to 65535", port)
	}
	if c.Server.URL != "" && !isHTTP(c.Server.URL) {
		fault("server.url", "%q is not an http or https address", c.Server.URL)
	}
	oneOf := func(key, value string, allowed ...string) {
		if !slices.Contains(allowed, value) {
			fault(key, "%q is none of %s", value, strings.Join(allowed, ", "))
		}
	}
	oneOf("server.abstracts", c.Server.Abstracts, "full", "licensed", "extract")
	oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error")
	oneOf("log.format", c.Log.Format, "text", "json")
}

// entry gives what the program knows of a source.
func (c Config) entry(name string) sourceEntry {
	all := allSources(&c)
	return all[slices.IndexFunc(all, func(e sourceEntry) bool { return e.name == name })]
}

// publicURL gives the address under which anybody reaches the library, for the
// user agent; "" when it is one of this machine or network only.
func (c Config) publicURL() string {
	u, err := url.Parse(c.Server.URL)
	if err != nil || u.Hostname() == "localhost" || !strings.Contains(u.Hostname(), ".") || net.ParseIP(u.Hostname()) != nil {
		return ""
	}
	return c.Server.URL
}

func isHTTP(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// notes says, in words for the operator, what works with these settings but
// could work better.
func (c Config) notes() []string {
	var out []string
	if c.Crawler.Contact == "" {
		out = append(out, "No mail address is set (crawler.contact or EVIDELIC_CONTACT): the sources ask for one, and the crawl keeps to their lower limits.")
	}
	if c.Crawler.Sources.PubMed.Enabled && c.Crawler.Sources.PubMed.APIKey == "" {
		out = append(out, "No PubMed API key is set (NCBI_API_KEY): the crawl makes 3 requests a second in place of 10.")
	}
	return out
}
