package dev.millrace.documents;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The modules of the build, those of profiles too, by their folders.
final class Modules {

  /// What a module takes from another.
  ///
  /// @param artifact the other's artifact id
  /// @param tests whether its tests alone do
  record Use(String artifact, boolean tests) {}

  private Modules() {}

  /// The POMs' root elements, in the order of the build.
  static Map<String, Element> poms() {
    var modules = new LinkedHashMap<String, Element>();
    for (var module : elements(pom(Repository.ROOT).getElementsByTagName("module"))) {
      var folder = module.getTextContent();
      modules.put(folder, pom(Repository.ROOT.resolve(folder)));
    }
    return modules;
  }

  static Element pom(Path folder) {
    try {
      var file = folder.resolve("pom.xml").toFile();
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file)
          .getDocumentElement();
    } catch (Exception e) {
      throw new IllegalStateException("cannot read the POM of " + folder, e);
    }
  }

  /// The text of an element's child, empty if it has none.
  static String text(Element element, String child) {
    return children(element).stream()
        .filter(e -> e.getTagName().equals(child))
        .map(e -> e.getTextContent().strip())
        .findFirst()
        .orElse("");
  }

  /// The modules that one names among its dependencies.
  static List<Use> uses(Element pom) {
    return elements(pom.getElementsByTagName("dependency")).stream()
        .filter(dependency -> text(dependency, "groupId").equals("dev.millrace"))
        .map(dependency ->
            new Use(text(dependency, "artifactId"), text(dependency, "scope").equals("test")))
        .toList();
  }

  static List<Element> children(Element element) {
    return elements(element.getChildNodes());
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }
}
