package io.gearman.interop.crash;

import io.gearman.interop.JobServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A connection that pipelines packets, without any of our protocol code. For one thread. */
final class Wire implements AutoCloseable {

    static final int CAN_DO = 1;

    static final int PRE_SLEEP = 4;

    static final int NOOP = 6;

    static final int SUBMIT_JOB = 7;

    static final int JOB_CREATED = 8;

    static final int NO_JOB = 10;

    static final int WORK_COMPLETE = 13;

    static final int SUBMIT_JOB_BG = 18;

    static final int ERROR = 19;

    static final int JOB_ASSIGN_UNIQ = 31;

    static final int SUBMIT_JOB_HIGH_BG = 32;

    static final int SUBMIT_JOB_LOW_BG = 34;

    static final int SUBMIT_JOB_EPOCH = 36;

    static final int SUBMIT_REDUCE_JOB_BACKGROUND = 38;

    static final int GRAB_JOB_ALL = 39;

    static final int JOB_ASSIGN_ALL = 40;

    /** Longer than any answer may take: nothing hangs. */
    private static final int TIMEOUT_MILLIS = 60_000;

    private static final int REQUEST = 0x00524551;

    private final Socket socket;

    private final DataInputStream in;

    private final DataOutputStream out;

    Wire(int port) throws IOException {
        this.socket = new Socket(JobServer.LOOPBACK, port);
        this.socket.setSoTimeout(TIMEOUT_MILLIS);
        this.socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(this.socket.getOutputStream(), 1 << 16));
    }

    /** Writes a packet, whose arguments are separated by NUL, into the buffer. */
    void send(int type, byte[]... arguments) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < arguments.length; i++) {
            if (i > 0) {
                body.write(0);
            }
            body.writeBytes(arguments[i]);
        }
        this.out.writeInt(REQUEST);
        this.out.writeInt(type);
        this.out.writeInt(body.size());
        body.writeTo(this.out);
    }

    void flush() throws IOException {
        this.out.flush();
    }

    /** Waits for the next packet. */
    Reply read() throws IOException {
        this.in.readInt();
        int type = this.in.readInt();
        return new Reply(type, this.in.readNBytes(this.in.readInt()));
    }

    /** Tells whether something has arrived that was not read. */
    boolean hasInput() throws IOException {
        return this.in.available() > 0;
    }

    @Override
    public void close() throws IOException {
        this.socket.close();
    }

    /** A packet of the server. */
    record Reply(int type, byte[] body) {

        /** Cuts the body at its first NULs. The last part is all that is left, whatever it has in it. */
        byte[][] parts(int count) {
            byte[][] parts = new byte[count][];
            int from = 0;
            for (int i = 0; i < count; i++) {
                int to = i < count - 1 ? indexOfNul(from) : this.body.length;
                parts[i] = Arrays.copyOfRange(this.body, from, to);
                from = to + 1;
            }
            return parts;
        }

        private int indexOfNul(int from) {
            int at = from;
            while (this.body[at] != 0) {
                at++;
            }
            return at;
        }

        /** Reads the number at the end of the handle that a JOB_CREATED carries. */
        long number() {
            return number(this.body);
        }

        static long number(byte[] handle) {
            String text = new String(handle, StandardCharsets.US_ASCII);
            return Long.parseLong(text.substring(text.lastIndexOf(':') + 1));
        }

        @Override
        public String toString() {
            return this.type + " " + new String(this.body, StandardCharsets.ISO_8859_1).replace('\0', '|');
        }
    }
}
