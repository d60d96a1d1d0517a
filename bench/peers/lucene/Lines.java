import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON Lines: objects of texts, whole numbers, lists and objects of these. */
final class Lines {
  private final String line;
  private int at;

  private Lines(String line) {
    this.line = line;
  }

  /** Reads the objects of a file, one a line. */
  static List<Map<String, Object>> read(Path file) throws IOException {
    List<Map<String, Object>> out = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.add(new Lines(line).object());
      }
    }
    return out;
  }

  private Map<String, Object> object() throws IOException {
    Map<String, Object> out = new LinkedHashMap<>();
    expect('{');
    while (line.charAt(at) != '}') {
      String key = text();
      expect(':');
      out.put(key, value());
      separator('}');
    }
    at++;
    return out;
  }

  private Object value() throws IOException {
    return switch (line.charAt(at)) {
      case '"' -> text();
      case '{' -> object();
      case '[' -> list();
      case 'n' -> nothing();
      default -> number();
    };
  }

  private List<Object> list() throws IOException {
    List<Object> out = new ArrayList<>();
    expect('[');
    while (line.charAt(at) != ']') {
      out.add(value());
      separator(']');
    }
    at++;
    return out;
  }

  private Object nothing() throws IOException {
    if (!line.startsWith("null", at)) {
      throw new IOException("not understood: " + line.substring(at));
    }
    at += 4;
    return null;
  }

  private Integer number() {
    int from = at;
    while ("-0123456789".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return Integer.valueOf(line.substring(from, at));
  }

  private String text() throws IOException {
    StringBuilder out = new StringBuilder();
    expect('"');
    for (char c = line.charAt(at++); c != '"'; c = line.charAt(at++)) {
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = line.charAt(at++);
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'u':
        at += 4;
        return (char) Integer.parseInt(line.substring(at - 4, at), 16);
      default:
        return c;
    }
  }

  private void separator(char end) throws IOException {
    if (line.charAt(at) != end) {
      expect(',');
    }
  }

  private void expect(char c) throws IOException {
    if (line.charAt(at) != c) {
      throw new IOException("want " + c + " at " + at + " of " + line);
    }
    at++;
  }
}
