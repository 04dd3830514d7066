-- CreateTable
CREATE TABLE "SealingKey" (
    "id" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "notAfter" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SealingKey_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SealingKey_createdAt_idx" ON "SealingKey"("createdAt");

-- Of the installation, not of an organisation. Updated when a newer one shortens its time, deleted at its end.
GRANT SELECT, INSERT, UPDATE, DELETE ON "SealingKey" TO countersign_system;

-- Wrapped anew after the root key was rotated, as the keys of organisations are.
GRANT UPDATE ON "SigningKey" TO countersign_system;
