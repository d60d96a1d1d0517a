// Package server gives the library to people and programs: pages that work
// without script, a JSON API with its OpenAPI description, exports, and the
// addresses that operators watch. It reads the library through small interfaces
// and has no route that writes.
package server
