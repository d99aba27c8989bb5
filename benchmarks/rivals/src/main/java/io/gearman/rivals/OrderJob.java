package io.gearman.rivals;

/**
 * The payload of every job: 200 bytes of JSON, give or take the digits of its numbers.
 *
 * @param id number of the job in its phase, from 0
 * @param sentAt {@link System#nanoTime()} when its submission began
 */
public record OrderJob(
        long id, long sentAt, String customer, String email, String sku, int quantity, double price, String note) {

    /**
     * Makes a job that is about to be submitted.
     *
     * @param id number of the job in its phase
     * @return the job
     */
    public static OrderJob of(long id) {
        return new OrderJob(
                id,
                System.nanoTime(),
                "Ada Lovelace",
                "ada.lovelace@example.org",
                "SKU-0042-XL",
                3,
                19.99,
                "leave it with the neighbours, please; ring twice");
    }
}
