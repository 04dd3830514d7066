-- CreateEnum
CREATE TYPE "DocumentType" AS ENUM ('PASSPORT', 'IDENTITY_CARD', 'RESIDENCE_PERMIT', 'DRIVING_LICENCE', 'VISA');

-- AlterTable
ALTER TABLE "KycSession" ADD COLUMN     "documentType" "DocumentType";
