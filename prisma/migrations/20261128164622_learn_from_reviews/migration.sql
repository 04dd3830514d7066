-- AlterTable
ALTER TABLE "RiskSettings" ADD COLUMN     "learnFromReviews" BOOLEAN NOT NULL DEFAULT false;
