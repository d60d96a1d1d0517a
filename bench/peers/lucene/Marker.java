import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/** Lucene's highlighter over texts in memory: Evidelic reads them from its store. */
final class Marker extends UnifiedHighlighter {
  private final IndexReader reader;
  private final List<Text> texts;

  Marker(IndexSearcher searcher, Analyzer analyzer, List<Text> texts) {
    super(searcher, analyzer);
    this.reader = searcher.getIndexReader();
    this.texts = texts;
  }

  @Override
  protected List<CharSequence[]> loadFieldValues(
      String[] fields, DocIdSetIterator docs, int cacheCharsThreshold) throws IOException {
    List<CharSequence[]> out = new ArrayList<>();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      Text t = texts.get(number(doc));
      out.add(new CharSequence[] {t.title() + MULTIVAL_SEP_CHAR + t.body()});
    }
    return out;
  }

  private int number(int doc) throws IOException {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
    NumericDocValues numbers = DocValues.getNumeric(leaf.reader(), "number");
    if (!numbers.advanceExact(doc - leaf.docBase)) {
      throw new IOException("document " + doc + " has no number");
    }
    return (int) numbers.longValue();
  }
}
