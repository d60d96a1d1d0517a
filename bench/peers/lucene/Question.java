import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A query in no engine's language. */
final class Question {
  final String kind;
  final List<String> words = new ArrayList<>();
  final int from;
  final int to;

  private Question(Map<String, Object> o) {
    kind = (String) o.get("kind");
    for (Object w : (List<?>) o.get("words")) {
      words.add((String) w);
    }
    from = (Integer) o.getOrDefault("from", 0);
    to = (Integer) o.getOrDefault("to", 0);
  }

  static List<Question> read(Path file) throws IOException {
    List<Question> out = new ArrayList<>();
    for (Map<String, Object> o : Lines.read(file)) {
      out.add(new Question(o));
    }
    return out;
  }
}
