package io.gearman.server.engine;

/** What one connection may do. Immutable. */
public interface Access {

    /** Everything: what all may do without access rules. */
    Access ALL = new Access() {
        @Override
        public boolean maySubmit(byte[] function) {
            return true;
        }

        @Override
        public boolean mayWork(byte[] function) {
            return true;
        }

        @Override
        public boolean mayRun(String command) {
            return true;
        }

        @Override
        public String toString() {
            return "everybody";
        }
    };

    /**
     * Tells whether the connection may submit jobs.
     *
     * @param function the name of their function
     * @return whether it may
     */
    boolean maySubmit(byte[] function);

    /**
     * Tells whether the connection may take jobs.
     *
     * @param function the name of their function
     * @return whether it may
     */
    boolean mayWork(byte[] function);

    /**
     * Tells whether the connection may run a text command.
     *
     * @param command its first word, in lower case
     * @return whether it may
     */
    boolean mayRun(String command);
}
