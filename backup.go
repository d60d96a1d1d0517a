package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"evidelic/store"
)

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a consistent copy of the library, also while serve runs",
		Args:  exactly(1, "one FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			if _, err := os.Stat(args[0]); err == nil {
				return usagef("backup: %s exists; name a new file", args[0])
			}
			if err := folderOf(args[0]); err != nil {
				return err
			}
			db, err := p.openStore(cmd.Context(), c, p.isDemo(), true, p.logger(c.Log))
			if err != nil {
				return err
			}
			if err := errors.Join(db.Backup(cmd.Context(), args[0]), db.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "library copied to %s; \"evidelic restore %s\" brings it back\n", args[0], args[0])
			return err
		},
	}
}

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in place of the library; serve must not run",
		Args:  exactly(1, "one FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			if err := looksLikeBackup(args[0]); err != nil {
				return err
			}
			if c.Store.URL != "" {
				return usagef("restore works on the library in the data folder; for a PostgreSQL library use pg_restore")
			}
			if p.dialServe(cmd.Context()) != nil {
				return fmt.Errorf("evidelic serve runs on %s; stop it first", p.dataDir)
			}
			if err := makeData(p.dataDir); err != nil {
				return err
			}
			if err := store.Restore(cmd.Context(), args[0], filepath.Join(p.dataDir, "evidelic.db")); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "library restored from %s; the index is made again at the next start\n", args[0])
			return err
		},
	}
}

// folderOf refuses a file in a folder that does not exist.
func folderOf(file string) error {
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return fmt.Errorf("%s: there is no folder %s; make it first", file, filepath.Dir(file))
	}
	return nil
}

// sqliteMagic begins every SQLite file (https://www.sqlite.org/fileformat.html, 1.3.1).
const sqliteMagic = "SQLite format 3\x00"

// looksLikeBackup refuses a file that cannot be a library before anything is
// touched.
func looksLikeBackup(file string) error {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore: there is no file %s", file)
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, len(sqliteMagic))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != sqliteMagic {
		return fmt.Errorf("restore: %s is no backup; name a file that \"evidelic backup FILE\" wrote", file)
	}
	return nil
}
