-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "brandColour" TEXT,
ADD COLUMN     "brandLogo" TEXT;
