package dev.atoll.kernel.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// What became of the tests of one class.
///
/// @param name of the class, without its package
public record TestReport(String name, int tests, List<Failure> failures) {

  /// @param message its first line
  public record Failure(String test, String message) {

    @Override
    public String toString() {
      return test + ": " + message;
    }
  }

  /// All reports in a folder that surefire wrote; none if there is no folder.
  static List<TestReport> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<TestReport> reports = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> String.valueOf(f.getFileName()).matches("TEST-.*\\.xml"))
              .sorted()
              .toList()) {
        reports.add(read(file));
      }
    }
    return reports;
  }

  private static TestReport read(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element suite = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
      NodeList cases = suite.getElementsByTagName("testcase");
      List<Failure> failures = new ArrayList<>();
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        for (String kind : List.of("failure", "error")) {
          NodeList bad = test.getElementsByTagName(kind);
          if (bad.getLength() > 0) {
            failures.add(
                new Failure(
                    test.getAttribute("name"),
                    ((Element) bad.item(0)).getAttribute("message").strip().split("\\R", 2)[0]));
          }
        }
      }
      String name = suite.getAttribute("name");
      return new TestReport(name.substring(name.lastIndexOf('.') + 1), cases.getLength(), failures);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("%s is no report: %s".formatted(file, e.getMessage()), e);
    }
  }

  public boolean isGood() {
    return failures.isEmpty();
  }

  public Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("tests", tests);
    json.put("passed", tests - failures.size());
    json.put(
        "failures",
        failures.stream().map(f -> Map.of("test", f.test(), "message", f.message())).toList());
    return json;
  }
}
