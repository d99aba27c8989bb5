package io.gearman.test;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link GearmanTestServer} to tests that take one as a parameter of a method or of the constructor.
 *
 * <pre>{@code
 * @ExtendWith(GearmanServerExtension.class)
 * class OrderTests {
 *
 *     @Test
 *     void anOrderIsSentOnce(GearmanTestServer server) { ... }
 * }
 * }</pre>
 *
 * <p>The tests of a class share one server, which is started when it is first asked for and closed after the last of them.
 * What it remembers is forgotten after each test.
 */
public final class GearmanServerExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(GearmanServerExtension.class);

    /** Creates the extension; JUnit does so. */
    public GearmanServerExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GearmanTestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Kept with the class: JUnit closes it together with the class's store.
        ExtensionContext ofClass =
                context.getTestMethod().isPresent() ? context.getParent().orElseThrow() : context;
        return ofClass.getStore(NAMESPACE)
                .computeIfAbsent(GearmanTestServer.class, (key) -> GearmanTestServer.start(), GearmanTestServer.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        GearmanTestServer server = context.getStore(NAMESPACE).get(GearmanTestServer.class, GearmanTestServer.class);
        if (server != null) {
            server.clear();
        }
    }
}
