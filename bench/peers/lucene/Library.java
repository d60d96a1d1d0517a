import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * The texts in Lucene: titles and abstracts in one field by its English analyzer, with positions,
 * not stored, because Evidelic stores none in its index either; columns as facets that can be
 * filtered by. Words are looked for in one field because Lucene finds them there in half the time
 * that two fields take. Scores are BM25, all settings those of Lucene.
 */
final class Library implements AutoCloseable {
  private static final int MOST = 1000;
  private static final String WORDS = "words";
  private static final Analyzer ENGLISH = new Apart(new EnglishAnalyzer());

  private final Directory dir;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final SortedSetDocValuesReaderState facets;
  private final QueryBuilder words = new QueryBuilder(ENGLISH);
  private final UnifiedHighlighter marker;

  Library(Path path, List<Text> texts) throws IOException {
    dir = FSDirectory.open(path);
    reader = DirectoryReader.open(dir);
    searcher = new IndexSearcher(reader);
    facets = new DefaultSortedSetDocValuesReaderState(reader);
    marker = new Marker(searcher, ENGLISH, texts);
  }

  /** Indexes the texts on several threads, and waits for its merges. */
  static void write(Path path, List<Text> texts, int threads) throws Exception {
    FacetsConfig config = new FacetsConfig();
    for (Text t : texts) {
      for (String[] column : t.columns()) {
        config.setMultiValued(column[0], true);
      }
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, Peer::thread);
    AtomicInteger next = new AtomicInteger();
    try (Directory dir = FSDirectory.open(path);
        IndexWriter writer = new IndexWriter(dir, new IndexWriterConfig(ENGLISH))) {
      Callable<Void> work =
          () -> {
            for (int i = next.getAndIncrement(); i < texts.size(); i = next.getAndIncrement()) {
              writer.addDocument(config.build(document(texts.get(i), i)));
            }
            return null;
          };
      List<Future<Void>> running = new ArrayList<>();
      for (int n = 0; n < threads; n++) {
        running.add(pool.submit(work));
      }
      for (Future<Void> f : running) {
        f.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static Document document(Text t, int number) {
    Document doc = new Document();
    doc.add(new StringField("id", t.id(), Field.Store.YES));
    doc.add(new NumericDocValuesField("number", number));
    doc.add(new TextField(WORDS, t.title(), Field.Store.NO));
    doc.add(new TextField(WORDS, t.body(), Field.Store.NO));
    doc.add(new IntPoint("year", t.year()));
    doc.add(new NumericDocValuesField("year", t.year()));
    for (String[] column : t.columns()) {
      doc.add(new SortedSetDocValuesFacetField(column[0], column[1]));
    }
    return doc;
  }

  /** Answers a question and says how many texts it finds, counted to MOST. */
  int ask(Question q) throws IOException {
    if (!q.kind.equals("page")) {
      TopDocs top = searcher.search(query(q), 10);
      return (int) Math.min(top.totalHits.value, MOST);
    }
    FacetsCollector all = new FacetsCollector();
    Query query = query(q);
    TopDocs top = FacetsCollector.search(searcher, inYears(query, q), 10, all);
    new SortedSetDocValuesFacetCounts(facets, all).getAllDims(20);
    marker.highlight(WORDS, query, top, 3); // the years would make it slower
    return (int) Math.min(top.totalHits.value, MOST);
  }

  private static Query inYears(Query query, Question q) {
    Query years =
        new IndexOrDocValuesQuery(
            IntPoint.newRangeQuery("year", q.from, q.to),
            NumericDocValuesField.newSlowRangeQuery("year", q.from, q.to));
    return new BooleanQuery.Builder()
        .add(query, BooleanClause.Occur.MUST)
        .add(years, BooleanClause.Occur.FILTER)
        .build();
  }

  /** Looks for words in title and abstract; a page needs all of its words. */
  private Query query(Question q) {
    if (q.kind.equals("phrase")) {
      Query phrase = words.createPhraseQuery(WORDS, String.join(" ", q.words));
      return phrase == null ? new BooleanQuery.Builder().build() : phrase;
    }
    BooleanQuery.Builder out = new BooleanQuery.Builder();
    for (String w : q.words) {
      Query word = words.createPhraseQuery(WORDS, w); // some words are several
      if (word != null) {
        out.add(word, q.kind.equals("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
      }
    }
    return out.build();
  }

  @Override
  public void close() throws IOException {
    reader.close();
    dir.close();
  }
}
