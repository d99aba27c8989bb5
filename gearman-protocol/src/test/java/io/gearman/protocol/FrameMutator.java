package io.gearman.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes wrong frames out of right ones. The same random source gives the same frames. */
final class FrameMutator {

    private static final long[] LENGTHS = {0, 1, 2, 11, 12, 16, 17, 199, 200, 201, 0x7fffffffL, 0x80000000L, 0xffffffffL
    };

    private static final int[] TYPES = {0, -1, 43, 42, 5, 0x7fffffff, 0x80000000, 0x0700, 0x07000000};

    private static final List<byte[]> SEEDS = seeds();

    private final SplittableRandom random;

    FrameMutator(SplittableRandom random) {
        this.random = random;
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[][] arguments = {{'f'}, {}, {'H', ':', 'x', ':', '1'}, {'-'}, {(byte) 0xc3, (byte) 0xbc}, {'9'}, {'1', '0'}
        };
        for (WireTable.Row row : WireTable.rows()) {
            byte[][] few = Arrays.copyOf(arguments, row.arguments().size());
            for (String magic : List.of("\0REQ", "\0RES")) {
                byte[] tail = row.payload() ? new byte[] {0, 1, '\n', (byte) 0xff, 0, 'R', 'E', 'Q'} : new byte[0];
                seeds.add(RawFrame.of(magic, row.number(), row.payload(), few, tail)
                        .bytes());
                seeds.add(RawFrame.of(magic, row.number(), row.payload(), few, new byte[0])
                        .bytes());
            }
        }
        for (String line :
                List.of("status\n", "show unique jobs\r\n", "\n", "maxqueue f 1 2 3\n", "a\tbü c d e f\r\n")) {
            seeds.add(RawFrame.bytes(line));
        }
        return List.copyOf(seeds);
    }

    byte[] next() {
        byte[] frame = seed();
        int mutations = this.random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
            frame = mutate(frame);
        }
        return frame;
    }

    private byte[] seed() {
        return SEEDS.get(this.random.nextInt(SEEDS.size())).clone();
    }

    private byte[] mutate(byte[] frame) {
        if (frame.length == 0) {
            return seed();
        }
        return switch (this.random.nextInt(11)) {
            case 0, 1 -> flipBit(frame);
            case 2 -> setByte(frame);
            case 3 -> setInt(frame, 8, length(frame));
            case 4 -> setInt(frame, 4, type());
            case 5 -> setInt(frame, 0, this.random.nextBoolean() ? 0x00524551 : 0x00524553);
            case 6 -> Arrays.copyOf(frame, at(frame));
            case 7 -> splice(frame, seed());
            case 8 -> duplicate(frame);
            case 9 -> insert(frame);
            default -> remove(frame);
        };
    }

    private byte[] flipBit(byte[] frame) {
        frame[at(frame)] ^= (byte) (1 << this.random.nextInt(8));
        return frame;
    }

    private byte[] setByte(byte[] frame) {
        frame[at(frame)] = (byte) this.random.nextInt(256);
        return frame;
    }

    private byte[] setInt(byte[] frame, int at, int value) {
        if (frame.length >= at + 4) {
            ByteBuffer.wrap(frame).putInt(at, value);
        }
        return frame;
    }

    private int length(byte[] frame) {
        int right = frame.length - RawFrame.HEADER;
        return switch (this.random.nextInt(3)) {
            case 0 -> (int) LENGTHS[this.random.nextInt(LENGTHS.length)];
            case 1 -> right + this.random.nextInt(-3, 4);
            default -> this.random.nextInt(256);
        };
    }

    private int type() {
        return this.random.nextInt(4) == 0 ? TYPES[this.random.nextInt(TYPES.length)] : this.random.nextInt(1, 43);
    }

    private byte[] splice(byte[] first, byte[] second) {
        return RawFrame.join(Arrays.copyOf(first, at(first)), Arrays.copyOfRange(second, at(second), second.length));
    }

    private byte[] duplicate(byte[] frame) {
        int from = at(frame);
        int to = this.random.nextInt(from, frame.length) + 1;
        return RawFrame.join(Arrays.copyOf(frame, to), Arrays.copyOfRange(frame, from, frame.length));
    }

    private byte[] insert(byte[] frame) {
        byte[] noise = new byte[this.random.nextInt(1, 20)];
        Arrays.fill(noise, (byte) this.random.nextInt(256));
        int at = at(frame);
        return RawFrame.join(Arrays.copyOf(frame, at), noise, Arrays.copyOfRange(frame, at, frame.length));
    }

    private byte[] remove(byte[] frame) {
        int from = at(frame);
        int to = this.random.nextInt(from, frame.length) + 1;
        return RawFrame.join(Arrays.copyOf(frame, from), Arrays.copyOfRange(frame, to, frame.length));
    }

    private int at(byte[] frame) {
        return this.random.nextInt(frame.length);
    }
}
