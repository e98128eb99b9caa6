package dev.atoll.kernel.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.distribution.Explainer.Explanation;
import dev.atoll.kernel.distribution.Explainer.Fix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainerTest {

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private BundleFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new BundleFolder(directory.resolve("bundles"));
  }

  @Test
  void aPinThatIsInTheWayIsToBeChanged() throws Exception {
    lib("1.0");
    lib("2.0");
    folder.bundle("front", "1.0", Map.of("Import-Package", "t.lib;version=\"[2,3)\""));

    assertThat(fixes("bundles: [test:front, 'test:lib:[1,2)']\n").getFirst())
        .isEqualTo(new Fix(List.of("write test:lib:2.0 in place of test:lib:[1,2) (d.yaml:2)"), 2));
  }

  @Test
  void anExclusionThatIsInTheWayIsToBeRemoved() throws Exception {
    folder.provides("store", "1.0", "t.Store").needs("front", "1.0", "t.Store");

    assertThat(fixes("bundles: [test:front]\nexclude: [store]\n"))
        .first()
        .isEqualTo(new Fix(List.of("remove store from exclude (d.yaml:3)"), 2));
  }

  @Test
  void aBundleOfTheLocalMavenRepositoryIsToBeAdded() throws Exception {
    folder.needs("front", "1.0", "t.Store");
    folder.write(
        directory.resolve("m2/org/example/store/1.5/store-1.5.jar"),
        "store",
        "1.5",
        Map.of("Provide-Capability", BundleFolder.service("t.Store")));

    assertThat(fixes("bundles: [test:front]\n"))
        .first()
        .isEqualTo(
            new Fix(
                List.of(
                    "add org.example:store:1.5 to bundles: it is in the local Maven repository"),
                2));
  }

  @Test
  void twoMistakesNeedTwoChanges() throws Exception {
    folder.provides("store", "1.0", "t.Store").needs("front", "1.0", "t.Store");

    assertThat(fixes("bundles: [test:fromt]\nexclude: [store]\n"))
        .contains(
            new Fix(
                List.of(
                    "write test:front in place of test:fromt (d.yaml:2)",
                    "remove store from exclude (d.yaml:3)"),
                2));
  }

  @Test
  void ofTwoProvidersOneIsToBeRemoved() throws Exception {
    folder.provides("a", "1.0", "t.Store").provides("b", "1.0", "t.Store");
    folder.needs("front", "1.0", "t.Store");

    assertThat(fixes("bundles: [test:front, test:a, test:b]\n"))
        .containsExactly(
            new Fix(List.of("remove test:front from bundles (d.yaml:2)"), 2),
            new Fix(List.of("remove test:a from bundles (d.yaml:2)"), 2),
            new Fix(List.of("remove test:b from bundles (d.yaml:2)"), 2));
  }

  @Test
  void whatResolvesNeedsNoFix() throws Exception {
    folder.provides("store", "1.0", "t.Store");

    Explanation explanation = explain("bundles: [test:store]\n");

    assertThat(explanation.problem()).isEmpty();
    assertThat(explanation.assembly()).hasSize(1);
  }

  private void lib(String version) throws IOException {
    folder.bundle("lib", version, Map.of("Export-Package", "t.lib;version=" + version));
  }

  private List<Fix> fixes(String text) throws IOException {
    return explain(text).fixes();
  }

  private Explanation explain(String text) throws IOException {
    Path yaml = Files.writeString(directory.resolve("d.yaml"), "id: t:d\n" + text);
    Repositories repositories = folder.repositories();
    return Explainer.explain(
        new DistributionReader(repositories).read(yaml), repositories, _ -> {});
  }
}
