package dev.atoll.execution.chicory;

import dev.atoll.types.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The classes that Chicory made of a module.
///
/// @param mainClass the name of the class that is the machine
/// @param classes class files by name
/// @param interpreted the functions, by the index in the instrumented module, that are too large
///     for a method of the JVM
record GeneratedClasses(
    String mainClass, SortedMap<String, byte[]> classes, SortedSet<Integer> interpreted) {

  GeneratedClasses(String mainClass, Map<String, byte[]> classes, Set<Integer> interpreted) {
    this(mainClass, new TreeMap<>(classes), new TreeSet<>(interpreted));
  }

  /// The form in a code cache.
  Bytes toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(mainClass);
      out.writeInt(interpreted.size());
      for (int function : interpreted) {
        out.writeInt(function);
      }
      out.writeInt(classes.size());
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().length);
        out.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /// Reads what [#toBytes] wrote.
  ///
  /// @throws IOException if it is something else
  static GeneratedClasses of(Bytes bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.unsafeArray()))) {
      String mainClass = in.readUTF();
      SortedSet<Integer> interpreted = new TreeSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        interpreted.add(in.readInt());
      }
      SortedMap<String, byte[]> classes = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        int length = in.readInt();
        byte[] content = in.readNBytes(length);
        if (content.length != length) {
          throw new IOException("class %s is cut off".formatted(name));
        }
        classes.put(name, content);
      }
      return new GeneratedClasses(mainClass, classes, interpreted);
    }
  }
}
