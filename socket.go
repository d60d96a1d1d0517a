package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// maxSocketPath is the longest path that every system takes for a unix socket,
// in bytes.
const maxSocketPath = 100

// socketName gives the path to use for a socket. A long one is shortened by way
// of its folder's descriptor where the system has /proc, so that a deep data
// folder works, too. done frees it.
func socketName(path string) (name string, done func(), err error) {
	if len(path) <= maxSocketPath {
		return path, func() {}, nil
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	short := fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(path))
	if _, err := os.Stat(filepath.Dir(short)); err != nil {
		_ = dir.Close()
		return "", nil, fmt.Errorf("the path of the socket %s is too long; choose a shorter --data DIR", path)
	}
	return short, func() { _ = dir.Close() }, nil
}

// listenSocket listens on the socket for this user alone. A socket that a killed
// process left behind is replaced; one that answers means a running serve.
func listenSocket(ctx context.Context, path string) (net.Listener, error) {
	name, done, err := socketName(path)
	if err != nil {
		return nil, err
	}
	defer done()
	if conn, err := dialSocket(ctx, path); err == nil {
		_ = conn.Close()
		return nil, fmt.Errorf("another evidelic serve runs on this data folder (it answers on %s); stop it first, or use another --data DIR", path)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("socket: %w", err)
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "unix", name)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	ln.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := os.Chmod(path, 0o600); err != nil {
		_ = ln.Close()
		return nil, fmt.Errorf("socket: %w", err)
	}
	return ln, nil
}

func dialSocket(ctx context.Context, path string) (net.Conn, error) {
	name, done, err := socketName(path)
	if err != nil {
		return nil, err
	}
	defer done()
	return (&net.Dialer{}).DialContext(ctx, "unix", name)
}
