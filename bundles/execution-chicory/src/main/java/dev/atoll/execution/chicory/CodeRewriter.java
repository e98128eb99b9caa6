package dev.atoll.execution.chicory;

import dev.atoll.wasm.instrument.InstrumentedModule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/// Makes the classes that Chicory generates faster, and right where they are not.
///
/// - The class with Chicory's helpers, which it copies for each module, calls [CodeRuntime]
///   instead.
/// - Code uses the fields of [CodeState] instead of Chicory's objects for globals: see
///   [GlobalAccess].
/// - `f32.convert_i64_u` is ours: Chicory's rounds up.
final class CodeRewriter {

  /// Chicory's class of helpers ends so.
  private static final String HELPERS_SUFFIX = "Shaded";

  /// Chicory's classes of functions contain this.
  private static final String FUNCTIONS_INFIX = "FuncGroup_";

  /// Chicory's classes of calls through a table to one of many functions contain this.
  private static final String INDIRECT_INFIX = "Indirect_";

  private static final String UNSIGNED_TO_FLOAT = "F32_CONVERT_I64_U";

  private static final Set<String> REPLACED =
      Stream.of(CodeRuntime.class.getDeclaredMethods())
          .map(method -> method.getName() + Type.getMethodDescriptor(method))
          .collect(Collectors.toUnmodifiableSet());

  private final @Nullable GlobalAccess globals;

  CodeRewriter(InstrumentedModule module) {
    // Fields are reached through the memory that all functions are given.
    this.globals =
        module.original().module().memory() == null
            ? null
            : new GlobalAccess(module.counterGlobal(), module.depthGlobal());
  }

  GeneratedClasses rewrite(GeneratedClasses generated) {
    Map<String, byte[]> classes = new TreeMap<>(generated.classes());
    classes.replaceAll(this::rewrite);
    return new GeneratedClasses(generated.mainClass(), classes, generated.interpreted());
  }

  private byte[] rewrite(String name, byte[] content) {
    if (name.endsWith(HELPERS_SUFFIX)) {
      return transform(content, Replacing::new);
    }
    if (name.contains(INDIRECT_INFIX)) {
      return transform(content, Renumbering::new);
    }
    if (name.contains(FUNCTIONS_INFIX)) {
      return transform(
          content,
          visitor -> new Converting(globals == null ? visitor : new Rewriting(visitor, globals)));
    }
    return content;
  }

  private interface Transformation {
    ClassVisitor onto(ClassVisitor target);
  }

  private static byte[] transform(byte[] content, Transformation transformation) {
    ClassReader reader = new ClassReader(content);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(transformation.onto(writer), 0);
    return writer.toByteArray();
  }

  /// Gives the methods that [CodeRuntime] has a body that calls it.
  private static final class Replacing extends ClassVisitor {

    Replacing(ClassVisitor target) {
      super(Opcodes.ASM9, target);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (target == null || !REPLACED.contains(name + descriptor)) {
        return target;
      }
      target.visitCode();
      int slot = 0;
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        target.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
        slot += argument.getSize();
      }
      Type result = Type.getReturnType(descriptor);
      target.visitMethodInsn(Opcodes.INVOKESTATIC, GlobalAccess.RUNTIME, name, descriptor, false);
      target.visitInsn(result.getOpcode(Opcodes.IRETURN));
      target.visitMaxs(Math.max(slot, result.getSize()), slot);
      target.visitEnd();
      return null;
    }
  }

  /// Lets calls to one of many functions load each argument from its variable: Chicory takes the
  /// number of the argument for that of the variable, although wide ones have two.
  private static final class Renumbering extends ClassVisitor {

    Renumbering(ClassVisitor target) {
      super(Opcodes.ASM9, target);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      Type[] arguments = Type.getArgumentTypes(descriptor);
      return new MethodVisitor(Opcodes.ASM9, target) {
        private int loaded;
        private int slot;

        @Override
        public void visitVarInsn(int opcode, int variable) {
          // The arguments are loaded first and in order.
          boolean next = loaded < arguments.length && variable == loaded;
          super.visitVarInsn(opcode, next ? slot : variable);
          if (next) {
            slot += arguments[loaded++].getSize();
          }
        }
      };
    }
  }

  /// Lets code call [CodeRuntime] for conversions that Chicory gets wrong.
  private static final class Converting extends ClassVisitor {

    Converting(ClassVisitor target) {
      super(Opcodes.ASM9, target);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, target) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
          boolean wrong = called.equals(UNSIGNED_TO_FLOAT);
          super.visitMethodInsn(
              opcode, wrong ? GlobalAccess.RUNTIME : owner, called, calledDescriptor, isInterface);
        }
      };
    }
  }

  /// Rewrites the accesses to globals of all functions.
  private static final class Rewriting extends ClassVisitor {

    private final GlobalAccess globals;

    Rewriting(ClassVisitor target, GlobalAccess globals) {
      super(Opcodes.ASM9, target);
      this.globals = globals;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (target == null || !name.startsWith(Traps.METHOD_PREFIX)) {
        return target;
      }
      return new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions) {
        @Override
        public void visitEnd() {
          globals.rewrite(instructions);
          // At most one operand more: the memory below the count.
          maxStack += 1;
          accept(target);
        }
      };
    }
  }
}
