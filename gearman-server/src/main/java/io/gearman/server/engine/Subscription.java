package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * One foreground submission: a client that waits for a job. A client that submits the same unique twice has two, and gets
 * every packet of the job twice, as with gearmand. Linked from its job and from its client. Engine's thread only.
 */
final class Subscription {

    final Connection client;

    final Job job;

    @Nullable
    Subscription nextOfJob;

    private @Nullable Subscription previousOfJob;

    private @Nullable Subscription nextOfClient;

    private @Nullable Subscription previousOfClient;

    Subscription(Connection client, Job job) {
        this.client = client;
        this.job = job;
    }

    void link() {
        this.nextOfClient = this.client.subscriptions;
        if (this.nextOfClient != null) {
            this.nextOfClient.previousOfClient = this;
        }
        this.client.subscriptions = this;
        this.nextOfJob = this.job.subscriptions;
        if (this.nextOfJob != null) {
            this.nextOfJob.previousOfJob = this;
        }
        this.job.subscriptions = this;
    }

    void unlink() {
        if (this.previousOfClient == null) {
            this.client.subscriptions = this.nextOfClient;
        } else {
            this.previousOfClient.nextOfClient = this.nextOfClient;
        }
        if (this.nextOfClient != null) {
            this.nextOfClient.previousOfClient = this.previousOfClient;
        }
        if (this.previousOfJob == null) {
            this.job.subscriptions = this.nextOfJob;
        } else {
            this.previousOfJob.nextOfJob = this.nextOfJob;
        }
        if (this.nextOfJob != null) {
            this.nextOfJob.previousOfJob = this.previousOfJob;
        }
    }
}
