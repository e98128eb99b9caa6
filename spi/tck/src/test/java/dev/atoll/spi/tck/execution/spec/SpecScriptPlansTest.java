package dev.atoll.spi.tck.execution.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is run of each script, and what is left out why, is what was reviewed.
///
/// After an intended change, copy `target/spec-scripts.txt` over
/// `src/test/resources/spec-scripts.txt`.
final class SpecScriptPlansTest {

  private static final Path REVIEWED = Path.of("src/test/resources/spec-scripts.txt");
  private static final Path FOUND = Path.of("target/spec-scripts.txt");

  @Test
  void asMuchOfEachScriptIsRunAsWasReviewed() throws IOException {
    List<String> found = new ArrayList<>();
    PlanCounts total = new PlanCounts(0, 0, Map.of());
    for (String name : SpecScripts.names()) {
      PlanCounts counts = ScriptPlan.of(SpecScripts.read(name)).counts();
      found.add("%s: %s".formatted(name, counts));
      total = total.plus(counts);
    }
    found.add("total: " + total);
    found.add("");
    Arrays.stream(Skip.values())
        .map(reason -> "%s: %s".formatted(reason, reason.sentence()))
        .forEach(found::add);
    Files.write(FOUND, found);

    assertThat(found).isEqualTo(Files.readAllLines(REVIEWED));
  }
}
