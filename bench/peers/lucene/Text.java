import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A study as the engines get it. */
record Text(String id, String title, String body, int year, List<String[]> columns) {
  static List<Text> read(Path file) throws IOException {
    List<Text> out = new ArrayList<>();
    for (Map<String, Object> o : Lines.read(file)) {
      List<String[]> columns = new ArrayList<>();
      if (o.get("columns") instanceof List<?> list) {
        for (Object c : list) {
          Map<?, ?> column = (Map<?, ?>) c;
          columns.add(new String[] {(String) column.get("key"), (String) column.get("value")});
        }
      }
      out.add(
          new Text(
              (String) o.get("id"),
              (String) o.get("title"),
              (String) o.get("abstract"),
              (Integer) o.get("year"),
              columns));
    }
    return out;
  }
}
