package io.gearman.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Lets a socket be read straight into the body of a large packet that has begun, instead of being copied there. Belongs to one
 * channel and is used by its event loop only.
 *
 * @param decoder knows the packet
 * @param others where everything else is read into
 */
record BodyReceiver(PacketDecoder decoder, RecvByteBufAllocator others) implements RecvByteBufAllocator {

    @Override
    @SuppressWarnings("deprecation") // the handle that epoll asks for is made by this method only
    public Handle newHandle() {
        return new BodyHandle(this.decoder, (ExtendedHandle) this.others.newHandle());
    }

    private record BodyHandle(PacketDecoder decoder, ExtendedHandle others) implements ExtendedHandle {

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf room = this.decoder.room();
            return room == null ? this.others.allocate(allocator) : room;
        }

        @Override
        public int guess() {
            return this.others.guess();
        }

        @Override
        public void reset(ChannelConfig config) {
            this.others.reset(config);
        }

        @Override
        public void incMessagesRead(int count) {
            this.others.incMessagesRead(count);
        }

        @Override
        public void lastBytesRead(int bytes) {
            this.others.lastBytesRead(bytes);
        }

        @Override
        public int lastBytesRead() {
            return this.others.lastBytesRead();
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            this.others.attemptedBytesRead(bytes);
        }

        @Override
        public int attemptedBytesRead() {
            return this.others.attemptedBytesRead();
        }

        @Override
        public boolean continueReading() {
            return this.others.continueReading();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return this.others.continueReading(maybeMoreData);
        }

        @Override
        public void readComplete() {
            this.others.readComplete();
        }
    }
}
