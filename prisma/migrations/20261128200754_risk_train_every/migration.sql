-- AlterTable
ALTER TABLE "RiskSettings" ADD COLUMN     "trainEvery" TEXT;

-- Housekeeping looks for whose candidate is due.
GRANT SELECT ON "Candidate" TO countersign_system;
