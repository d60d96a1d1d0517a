import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures Lucene over the texts and questions that Evidelic is measured with, and
 * prints one JSON object a measure, in the form of Evidelic's own.
 *
 * <p>Arguments: the file of the texts, the file of the questions, a folder for the
 * index, the seconds of each measure at least, its questions at least, the seconds of
 * questions before it that are not measured, and the numbers of clients ("1,8").
 */
public final class Peer {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROGRAM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * What is asked and indexed before anything is measured, besides the time: Java compiles what
   * runs often.
   */
  private static final int WARM_QUESTIONS = 10_000;

  private static final int WARM_TEXTS = 10_000;

  private Peer() {}

  public static void main(String[] args) throws Exception {
    List<Text> texts = Text.read(Path.of(args[0]));
    List<Question> questions = Question.read(Path.of(args[1]));
    Path dir = Path.of(args[2]);
    double seconds = Double.parseDouble(args[3]);
    int least = Integer.parseInt(args[4]);
    double warm = Double.parseDouble(args[5]);
    int[] clients = Arrays.stream(args[6].split(",")).mapToInt(Integer::parseInt).toArray();
    warmUp(dir.resolveSibling("warm"), texts);
    index(dir, texts);
    try (Library library = new Library(dir, texts)) {
      for (String kind : new String[] {"page", "or", "and", "phrase"}) {
        List<Question> some = questions.stream().filter(q -> q.kind.equals(kind)).toList();
        if (some.isEmpty()) {
          continue;
        }
        ask(library, some, warm, warm > 0 ? WARM_QUESTIONS : 0, 2);
        for (int n : clients) {
          System.out.println(ask(library, some, seconds, least, n).json(kind, n));
        }
      }
    }
  }

  private static void warmUp(Path dir, List<Text> texts) throws Exception {
    List<Text> some = texts.subList(0, Math.min(texts.size(), WARM_TEXTS));
    Library.write(dir, some, Runtime.getRuntime().availableProcessors());
  }

  private static void index(Path dir, List<Text> texts) throws Exception {
    long began = System.nanoTime();
    long used = PROGRAM.getProcessCpuTime();
    Library.write(dir, texts, Runtime.getRuntime().availableProcessors());
    double took = (System.nanoTime() - began) / 1e9;
    double micros = (PROGRAM.getProcessCpuTime() - used) / 1e3 / texts.size();
    System.out.println(
        String.format(
            Locale.ROOT,
            "{\"measure\":\"index\",\"studies\":%d,\"per_second\":%.1f,\"cpu_us\":%.1f}",
            texts.size(),
            texts.size() / took,
            micros));
  }

  /** What questions took. */
  private static final class Times {
    long[] nanos = new long[1024];
    long[] processor = new long[1024];
    int n;
    long found;
    double seconds;
    long used;

    void add(long took, long cpu, int hits) {
      if (n == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * n);
        processor = Arrays.copyOf(processor, 2 * n);
      }
      nanos[n] = took;
      processor[n++] = cpu;
      found += hits;
    }

    void add(Times other) {
      for (int i = 0; i < other.n; i++) {
        add(other.nanos[i], other.processor[i], 0);
      }
      found += other.found;
    }

    private double quantile(long[] all, double q) {
      long[] sorted = Arrays.copyOf(all, n);
      Arrays.sort(sorted);
      return n == 0 ? 0 : sorted[Math.min(n - 1, (int) (q * n))] / 1e6;
    }

    String json(String kind, int clients) {
      return String.format(
          Locale.ROOT,
          "{\"measure\":\"search\",\"kind\":\"%s\",\"clients\":%d,\"p50_ms\":%.4f,\"p95_ms\":%.4f,"
              + "\"p99_ms\":%.4f,\"per_second\":%.1f,\"cpu_ms\":%.4f,\"cpu_p50_ms\":%.4f,"
              + "\"cpu_p99_ms\":%.4f,\"found\":%.4f}",
          kind,
          clients,
          quantile(nanos, .5),
          quantile(nanos, .95),
          quantile(nanos, .99),
          n / seconds,
          used / 1e6 / Math.max(n, 1),
          quantile(processor, .5),
          quantile(processor, .99),
          (double) found / Math.max(n, 1));
    }
  }

  /** Lets clients ask one question after the other, for a time and a number of questions. */
  private static Times ask(
      Library library, List<Question> questions, double seconds, int least, int clients)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(clients, Peer::thread);
    Future<?>[] running = new Future<?>[clients];
    Times[] times = new Times[clients];
    long began = System.nanoTime();
    long used = PROGRAM.getProcessCpuTime();
    for (int c = 0; c < clients; c++) {
      int first = c;
      Times mine = times[c] = new Times();
      Callable<Void> client =
          () -> {
            for (int n = 0;
                n < least / clients || System.nanoTime() - began < seconds * 1e9;
                n++) {
              one(library, questions.get((first + n * clients) % questions.size()), mine);
            }
            return null;
          };
      running[c] = pool.submit(client);
    }
    Times all = new Times();
    for (int c = 0; c < clients; c++) {
      running[c].get();
      all.add(times[c]);
    }
    pool.shutdown();
    all.seconds = (System.nanoTime() - began) / 1e9;
    all.used = PROGRAM.getProcessCpuTime() - used;
    return all;
  }

  /** A thread that does not keep the program from ending after a fault. */
  static Thread thread(Runnable work) {
    Thread t = new Thread(work);
    t.setDaemon(true);
    return t;
  }

  private static void one(Library library, Question q, Times times) throws IOException {
    long start = System.nanoTime();
    long used = THREADS.getCurrentThreadCpuTime();
    int found = library.ask(q);
    times.add(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - used, found);
  }
}
