package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every source is as google-java-format leaves it; with `-Dformat.fix=true` it is made so.
final class FormatTest {

  /// What the formatter makes of a documentation line beyond column 100.
  private static final Pattern BROKEN_DOC = Pattern.compile("(?m)^\\s*///.*\\R\\s*// ");

  private static final Path ROOT =
      Path.of(
          Objects.requireNonNull(System.getProperty("atoll.root"), "atoll.root is set by Maven"));

  private final boolean fix = Boolean.getBoolean("format.fix");

  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    List<Path> unformatted = new ArrayList<>();
    Formatter formatter = new Formatter();
    for (Path source : sources()) {
      String text = Files.readString(source);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        if (fix) {
          Files.writeString(source, formatted);
        } else {
          unformatted.add(ROOT.relativize(source));
        }
      }
    }

    assertThat(unformatted)
        .as(
            "to be formatted: mvn -Dquick -pl distributions/itests -am -Dtest=FormatTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dformat.fix=true test")
        .isEmpty();
  }

  @Test
  void noDocumentationIsBrokenIntoPlainComments() throws IOException {
    List<Path> broken = new ArrayList<>();
    for (Path source : sources()) {
      if (BROKEN_DOC.matcher(Files.readString(source)).find()) {
        broken.add(ROOT.relativize(source));
      }
    }

    assertThat(broken).as("documentation lines that were longer than 100 columns").isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String folder : List.of("spi", "kernel", "bundles", "distributions", "plugin-examples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("/target/"))
            .filter(file -> !file.toString().contains("/node_modules/"))
            .sorted()
            .forEach(sources::add);
      }
    }
    return sources;
  }
}
