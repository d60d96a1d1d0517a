import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;

/** An analyzer that keeps the texts of a field apart: no phrase goes from one into the next. */
final class Apart extends AnalyzerWrapper {
  private final Analyzer words;

  Apart(Analyzer words) {
    super(words.getReuseStrategy());
    this.words = words;
  }

  @Override
  protected Analyzer getWrappedAnalyzer(String field) {
    return words;
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return 100;
  }
}
