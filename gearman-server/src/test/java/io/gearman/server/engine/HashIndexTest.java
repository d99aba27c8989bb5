package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HashIndexTest {

    private static final int SLOTS = 16;

    private final Index index = new Index();

    private final Map<Integer, List<Entry>> expected = new TreeMap<>();

    @Test
    void keepsWhatAMapKeepsWithHashesThatCrowdTogether() {
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            // Few last bits crowd the slots, few first bits the segments, few hashes the chains. With 16 of the first
            // bits
            // the same, the directory would have millions of places.
            int mask = new int[] {-1, 0xFFFF0003, 0x00FFFFFF, 0x7}[seed % 4];
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) {
                boolean growing = i / 1_500 % 2 == 0;
                if (entries.isEmpty() || random.nextInt(10) < (growing ? 8 : 2)) {
                    entries.add(add((random.nextInt() & mask) | 1 << 2));
                } else {
                    remove(entries.remove(random.nextInt(entries.size())));
                }
                int hash = (random.nextInt() & mask) | 1 << 2;
                assertSame(chain(hash), expected(hash));
            }
            List<Entry> all = new ArrayList<>();
            this.index.forEach(all::add);
            assertSame(all, entries);
            entries.forEach(this::remove);
            this.index.forEach(entry -> assertThat(entry).isNull());
        }
    }

    @Test
    void doesNotRemoveWhatIsNotThere() {
        Entry one = add(5);
        assertThat(this.index.remove(new Entry(5))).isFalse();
        assertThat(this.index.remove(new Entry(6))).isFalse();
        assertThat(chain(5)).containsExactly(one);
    }

    @Test
    void scanReturnsToItsBeginningAfterAllSegments() {
        Map<Entry, Integer> visits = new HashMap<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5_000; i++) {
            add(random.nextInt() | 1);
        }
        int steps = 0;
        int cursor = 0;
        do {
            int before = visits.size();
            cursor = this.index.scan(cursor, entry -> visits.merge(entry, 1, Integer::sum));
            // Entries of the same hash are visited together, and two of 5,000 may have the same.
            assertThat(visits.size() - before).isLessThanOrEqualTo(SLOTS);
            steps++;
        } while (cursor != 0);

        assertThat(visits).hasSize(5_000).doesNotContainValue(2);
        assertThat(steps).isGreaterThan(5_000 / SLOTS);
    }

    private Entry add(int hash) {
        Entry entry = new Entry(hash);
        this.index.add(entry);
        this.expected.computeIfAbsent(hash, key -> new ArrayList<>()).add(entry);
        return entry;
    }

    private void remove(Entry entry) {
        assertThat(this.index.remove(entry)).isTrue();
        expected(entry.hash).remove(entry);
        assertThat(this.index.remove(entry)).isFalse();
    }

    /** In any order, each once. By sets, since a chain has a thousand entries here and is looked at ten thousand times. */
    private static void assertSame(List<Entry> actual, List<Entry> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(new HashSet<>(actual)).isEqualTo(new HashSet<>(expected));
    }

    private List<Entry> expected(int hash) {
        return this.expected.getOrDefault(hash, List.of());
    }

    private List<Entry> chain(int hash) {
        List<Entry> chain = new ArrayList<>();
        for (Entry entry = this.index.first(hash); entry != null; entry = entry.next) {
            chain.add(entry);
        }
        return chain;
    }

    private static final class Entry {

        private final int hash;

        private @Nullable Entry next;

        private Entry(int hash) {
            this.hash = hash;
        }
    }

    private static final class Index extends HashIndex<Entry> {

        private Index() {
            super(SLOTS);
        }

        @Override
        int hash(Entry entry) {
            return entry.hash;
        }

        @Override
        @Nullable
        Entry next(Entry entry) {
            return entry.next;
        }

        @Override
        void setNext(Entry entry, @Nullable Entry next) {
            entry.next = next;
        }
    }
}
