package io.gearman.server.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jobs by number. Numbers are given one after the other, so jobs are kept in pages of as many numbers, and a page is what is
 * looked up: a new job goes next to the one before it. Engine's thread only.
 */
final class NumberIndex {

    /** A job that outlives its neighbours keeps a page of 200 bytes; were it larger, a job among many would cost less. */
    private static final int PAGE = 32;

    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(PAGE);

    /** Pages of a segment; a scan visits up to three quarters of them at a time. */
    private static final int SEGMENT = 32;

    private final Pages pages = new Pages();

    private int size;

    int size() {
        return this.size;
    }

    @Nullable
    Job get(long number) {
        Page page = this.pages.find(number >>> PAGE_SHIFT);
        return page == null ? null : page.jobs[(int) number & (PAGE - 1)];
    }

    void add(Job job) {
        long number = job.number >>> PAGE_SHIFT;
        Page page = this.pages.find(number);
        if (page == null) {
            page = new Page(number);
            this.pages.add(page);
        }
        page.jobs[(int) job.number & (PAGE - 1)] = job;
        page.size++;
        this.size++;
    }

    /** Removes a job; {@code false} if it is not there. */
    boolean remove(Job job) {
        Page page = this.pages.find(job.number >>> PAGE_SHIFT);
        int place = (int) job.number & (PAGE - 1);
        if (page == null || page.jobs[place] != job) {
            return false;
        }
        page.jobs[place] = null;
        page.size--;
        this.size--;
        if (page.size == 0) {
            this.pages.remove(page);
        }
        return true;
    }

    /** Visits a few hundred jobs at most, as {@link HashIndex#scan} does. */
    int scan(int cursor, Consumer<Job> action) {
        return this.pages.scan(cursor, page -> page.forEach(action));
    }

    void forEach(Consumer<Job> action) {
        this.pages.forEach(page -> page.forEach(action));
    }

    private static final class Page {

        private final long number;

        private final @Nullable Job[] jobs = new @Nullable Job[PAGE];

        private int size;

        private @Nullable Page next;

        private Page(long number) {
            this.number = number;
        }

        private void forEach(Consumer<Job> action) {
            for (Job job : this.jobs) {
                if (job != null) {
                    action.accept(job);
                }
            }
        }
    }

    private static final class Pages extends HashIndex<Page> {

        private Pages() {
            super(SEGMENT);
        }

        @Nullable
        private Page find(long number) {
            Page page = first(hash(number));
            while (page != null && page.number != number) {
                page = page.next;
            }
            return page;
        }

        /** Numbers are given by the server, so nobody can choose them. The last steps of MurmurHash3 of 32 bits. */
        private static int hash(long number) {
            int hash = (int) (number ^ (number >>> 32));
            hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
            hash ^= hash >>> 16;
            return hash == 0 ? 1 : hash;
        }

        @Override
        int hash(Page page) {
            return hash(page.number);
        }

        @Override
        @Nullable
        Page next(Page page) {
            return page.next;
        }

        @Override
        void setNext(Page page, @Nullable Page next) {
            page.next = next;
        }
    }
}
