package dev.atoll.kernel.launcher;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Lines of the log: for people, or a JSON object each for machines.
///
/// | key | what |
/// |---|---|
/// | `time` | UTC, such as `2026-11-23T01:02:03.456Z` |
/// | `level` | `ERROR`, `WARN`, `INFO`, `DEBUG` |
/// | `logger` | the class that speaks |
/// | `bundle` | the bundle that the class is of; absent for the kernel and libraries |
/// | `thread` | its thread |
/// | `message` | one line, most with `key=value` pairs |
/// | `error` | the exception with its stack trace; absent if there is none |
public final class LogLines extends EncoderBase<ILoggingEvent> {

  /// What lines are written as.
  public enum Format {
    TEXT,
    JSON
  }

  /// The object of the logger context that says which bundle a class is of.
  static final String BUNDLES = "atoll.bundles";

  private final PatternLayoutEncoder text = new PatternLayoutEncoder();

  private String format = "text";

  private String pattern = "%msg%n";

  /// `text` or `json`; set by `logback.xml`.
  public void setFormat(String format) {
    this.format = format;
  }

  /// How lines of text are made; set by `logback.xml`.
  public void setPattern(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public void start() {
    text.setContext(getContext());
    text.setCharset(StandardCharsets.UTF_8);
    text.setPattern(pattern);
    text.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return format.equals("json")
        ? (Json.line(object(event)) + "\n").getBytes(StandardCharsets.UTF_8)
        : text.encode(event);
  }

  private Map<String, Object> object(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    String bundle = bundle(event.getLoggerName());
    if (!bundle.isEmpty()) {
      line.put("bundle", bundle);
    }
    line.put("thread", event.getThreadName());
    line.put("message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      line.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line;
  }

  @SuppressWarnings("unchecked") // the node puts exactly this there
  private String bundle(String logger) {
    @Nullable Object bundles = getContext().getObject(BUNDLES);
    return bundles instanceof UnaryOperator<?> of ? ((UnaryOperator<String>) of).apply(logger) : "";
  }
}
