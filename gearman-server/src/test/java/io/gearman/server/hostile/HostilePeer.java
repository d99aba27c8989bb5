package io.gearman.server.hostile;

import io.gearman.protocol.PacketType;
import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What a hostile peer does, over and over until it is told to end. */
enum HostilePeer {
    NOBODY("nobody") {
        @Override
        void pester(Attack attack) {}
    },
    DOES_NOT_READ("sends 1 MiB to be echoed again and again, and reads nothing") {
        @Override
        void pester(Attack attack) throws IOException {
            byte[] echo = RawConnection.request(PacketType.ECHO_REQ, "x".repeat(1 << 20));
            Socket socket = attack.connect();
            attack.repeat(() -> socket.getOutputStream().write(echo));
        }
    },
    ASKS_AND_DOES_NOT_READ("asks for `show jobs` of 200,000 jobs again and again, and reads nothing") {
        @Override
        void pester(Attack attack) throws IOException {
            attack.fillQueue(200_000);
            Socket socket = attack.connect();
            attack.repeat(() -> socket.getOutputStream().write("show jobs\n".getBytes(StandardCharsets.US_ASCII)));
        }
    },
    LISTS_ALL_JOBS("reads `show jobs` of 200,000 jobs again and again") {
        @Override
        void pester(Attack attack) throws IOException {
            attack.fillQueue(200_000);
            Socket socket = attack.connect();
            attack.discardInput(socket);
            attack.repeat(() -> socket.getOutputStream().write("show jobs\n".getBytes(StandardCharsets.US_ASCII)));
        }
    },
    SENDS_ONE_BYTE_AT_A_TIME("500 connections, each with a packet of which a byte comes now and then") {
        @Override
        void pester(Attack attack) throws IOException {
            byte[] packet = RawConnection.request(PacketType.ECHO_REQ, "x".repeat(1000));
            Socket[] sockets = new Socket[500];
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = attack.connect();
            }
            int[] sent = {0};
            attack.repeat(() -> {
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(packet[sent[0] % packet.length]);
                    attack.pause(1);
                }
                sent[0]++;
            });
        }
    },
    DECLARES_4_GIB("declares a packet of 4 GiB on one connection after the other") {
        @Override
        void pester(Attack attack) throws IOException {
            byte[] header = {0, 'R', 'E', 'Q', 0, 0, 0, 16, -1, -1, -1, -1};
            attack.repeat(() -> {
                try (Socket socket = attack.connect()) {
                    socket.getOutputStream().write(header);
                    socket.getInputStream().readAllBytes();
                }
            });
        }
    },
    SENDS_HALF_OF_LONG_PACKETS("sends 100 MiB of packets of 200 MiB on one connection after the other") {
        @Override
        void pester(Attack attack) throws IOException {
            byte[] header = ByteBuffer.allocate(12)
                    .put(new byte[] {0, 'R', 'E', 'Q'})
                    .putInt(PacketType.ECHO_REQ.number())
                    .putInt(200 << 20)
                    .array();
            byte[] part = new byte[1 << 20];
            attack.repeat(() -> {
                Socket socket = attack.connect();
                socket.getOutputStream().write(header);
                for (int i = 0; i < 100 && attack.goesOn(); i++) {
                    socket.getOutputStream().write(part);
                }
            });
        }
    },
    OPENS_CONNECTIONS("opens 10,000 connections and holds them") {
        @Override
        void pester(Attack attack) throws IOException {
            for (int i = 0; i < attack.connections && attack.goesOn(); i++) {
                attack.connect();
            }
            attack.repeat(() -> attack.pause(10));
        }
    },
    COMES_AND_GOES("connects, asks for the version, and leaves, again and again") {
        @Override
        void pester(Attack attack) throws IOException {
            attack.repeat(() -> {
                try (RawConnection connection = new RawConnection(attack.port)) {
                    connection.sendText("version\n").readLine();
                }
            });
        }
    },
    SENDS_GARBAGE("sends random bytes on one connection after the other") {
        @Override
        void pester(Attack attack) throws IOException {
            Random random = new Random(42);
            byte[] garbage = new byte[64 << 10];
            attack.repeat(() -> {
                random.nextBytes(garbage);
                try (Socket socket = attack.connect()) {
                    socket.getOutputStream().write(garbage);
                    socket.getInputStream().readAllBytes();
                }
            });
        }
    },
    FLOODS_WITH_QUESTIONS("asks for a status as fast as it can, and reads the answers") {
        @Override
        void pester(Attack attack) throws IOException {
            byte[] question = RawConnection.request(PacketType.GET_STATUS, "H:nowhere:1");
            byte[] questions = repeated(question, 2000);
            Socket socket = attack.connect();
            attack.discardInput(socket);
            attack.repeat(() -> socket.getOutputStream().write(questions));
        }
    },
    FLOODS_WITH_JOBS("submits background jobs as fast as it can, until memory is full and after") {
        @Override
        void pester(Attack attack) throws IOException {
            byte[] job = RawConnection.request(PacketType.SUBMIT_JOB_BG, "never", "", "x".repeat(2000));
            byte[] jobs = repeated(job, 100);
            Socket socket = attack.connect();
            attack.discardInput(socket);
            attack.repeat(() -> socket.getOutputStream().write(jobs));
        }
    },
    SLEEPS_AND_WAKES("can do 1024 functions, sleeps and asks for jobs as fast as it can") {
        @Override
        void pester(Attack attack) throws IOException {
            Socket socket = attack.connect();
            attack.discardInput(socket);
            for (int i = 0; i < 1024; i++) {
                socket.getOutputStream().write(RawConnection.request(PacketType.CAN_DO, "f" + i));
            }
            byte[] sleep = RawConnection.request(PacketType.PRE_SLEEP);
            byte[] grab = RawConnection.request(PacketType.GRAB_JOB);
            byte[] both = Arrays.copyOf(sleep, sleep.length + grab.length);
            System.arraycopy(grab, 0, both, sleep.length, grab.length);
            byte[] naps = repeated(both, 500);
            attack.repeat(() -> socket.getOutputStream().write(naps));
        }
    };

    final String what;

    HostilePeer(String what) {
        this.what = what;
    }

    abstract void pester(Attack attack) throws IOException;

    private static byte[] repeated(byte[] packet, int times) {
        ByteBuffer all = ByteBuffer.allocate(packet.length * times);
        for (int i = 0; i < times; i++) {
            all.put(packet);
        }
        return all.array();
    }

    Attack on(int port, int connections) {
        return new Attack(this, port, connections);
    }
}
