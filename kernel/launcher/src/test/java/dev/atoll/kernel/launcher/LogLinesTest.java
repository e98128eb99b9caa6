package dev.atoll.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogLinesTest {

  private final LoggerContext context = new LoggerContext();

  @Test
  void aLineOfJsonSaysWhenWhoAndWhat() throws Exception {
    context.putObject(LogLines.BUNDLES, (UnaryOperator<String>) LogLinesTest::bundleOf);

    Map<String, Object> line =
        Json.parse(line("json", "dev.atoll.replica.Replica", "a \"b\"\nc", null));

    assertThat(line.keySet())
        .containsExactly("time", "level", "logger", "bundle", "thread", "message");
    assertThat(line)
        .containsEntry("level", "WARN")
        .containsEntry("logger", "dev.atoll.replica.Replica")
        .containsEntry("bundle", "atoll-replica")
        .containsEntry("message", "a \"b\"\nc");
    assertThat(String.valueOf(line.get("time"))).matches("20\\d\\d-\\d\\d-\\d\\dT.*Z");
  }

  @Test
  void anErrorIsInTheSameLine() throws Exception {
    String text = line("json", "io.netty.Toy", "failed", new IOException("disk full"));

    assertThat(text.strip().lines()).hasSize(1);
    assertThat(String.valueOf(Json.parse(text).get("error")))
        .startsWith("java.io.IOException: disk full")
        .contains("LogLinesTest");
    assertThat(Json.parse(text)).doesNotContainKey("bundle");
  }

  @Test
  void textIsMadeByItsPattern() {
    assertThat(line("text", "dev.atoll.Toy", "started", null)).isEqualTo("WARN  started\n");
  }

  private static String bundleOf(String logger) {
    return logger.startsWith("dev.atoll.replica.") ? "atoll-replica" : "";
  }

  private String line(String format, String logger, String message, @Nullable Throwable error) {
    LogLines lines = new LogLines();
    lines.setContext(context);
    lines.setFormat(format);
    lines.setPattern("%-5level %msg%n");
    lines.start();
    return new String(
        lines.encode(
            new LoggingEvent(
                "caller", context.getLogger(logger), Level.WARN, message, error, null)),
        StandardCharsets.UTF_8);
  }
}
