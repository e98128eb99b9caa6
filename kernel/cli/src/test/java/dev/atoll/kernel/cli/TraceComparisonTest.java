package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.cli.TraceComparison.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceComparisonTest {

  private static final String CALL =
      "{\"height\":7,\"entry\":\"canister_update inc\",\"instructions\":1203,\"memory\":\"ab\"}";

  private static final String ROUND = "{\"height\":7,\"root\":\"cd\"}";

  @TempDir private Path directory;

  private Path trace(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }

  @Test
  void equalTracesHaveNoDifference() throws IOException {
    assertThat(TraceComparison.between(trace("one", CALL, ROUND), trace("two", CALL, ROUND)))
        .isEmpty();
  }

  @Test
  void theFirstDifferenceIsNamedWithWhereItIs() throws IOException {
    String other = CALL.replace("1203", "1204");

    assertThat(
            TraceComparison.between(
                trace("one", CALL, ROUND), trace("two", other, ROUND.replace("cd", "ef"))))
        .contains(
            new Difference(
                Map.of("height", "7", "entry", "canister_update inc", "memory", "ab"),
                Map.of("instructions", new Difference.Field("1203", "1204"))));
  }

  @Test
  void aTraceThatEndsEarlyDiffers() throws IOException {
    assertThat(TraceComparison.between(trace("one", CALL, ROUND), trace("two", CALL)))
        .contains(
            new Difference(
                Map.of(),
                Map.of(
                    "height", new Difference.Field("7", "-"),
                    "root", new Difference.Field("cd", "-"))));
  }

  @Test
  void tablesAreComparedWithThoseOfTheNodeAtItsHeight() throws IOException {
    String recorded = "{\"height\":5,\"tables\":\"recorded\",\"pages\":\"aa\",\"meta\":\"bb\"}";
    String replayed = recorded.replace("recorded", "replayed");
    String later = "{\"height\":7,\"tables\":\"replayed\",\"pages\":\"cc\",\"meta\":\"dd\"}";

    assertThat(TraceComparison.withRecorded(trace("same", recorded, CALL, replayed, later)))
        .isEmpty();
    assertThat(
            TraceComparison.withRecorded(
                trace("other", recorded, CALL, replayed.replace("aa", "ee"), later)))
        .contains(
            new Difference(
                Map.of("height", "5", "meta", "bb"),
                Map.of("pages", new Difference.Field("aa", "ee"))));
  }

  @Test
  void aNodeThatHasNoTablesIsNotComparedWith() throws IOException {
    assertThat(TraceComparison.withRecorded(trace("one", CALL, ROUND))).isEmpty();
  }
}
